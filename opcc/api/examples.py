"""An answer of each operation, for the description: from the demonstration, whose facts are
invented. Lists are cut short."""

import json
from pathlib import Path

EXAMPLES = json.loads(Path(__file__).with_name("examples.json").read_text())
"""{operation: its answer}"""
