"""Words that try to be more than words: through every way in, and out by every way."""

PAYLOADS = {
    "script": "<script>alert('canary')</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "template": "{{ 7 * 7 }}{% now 'Y' %} ${7*7} %s",
    "typesetting": '#panic("x") #read("/etc/passwd") $x$ *b* @ref <label> // gone',
    "markup": "&lt;b&gt; ]]> <!-- --> <?php ?>",
    "formula": '=HYPERLINK("https://evil.example/","x")',
    "formula by sign": "+44 113 496 0000",
    "formula by minus": "-5+cmd|' /C calc'!A1",
    "formula by at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula after a tab": "\t=1+1",
    "formula on a line of its own": "Well.\r\n=1+1",
    "control characters": "bell\x07 escape\x1b[31m page\x0c and \x0bline",
    "header": "Well.\r\nBcc: everybody@evil.example\r\nEND:VCALENDAR",
    "right to left": "\u202egpj.exe\u202c and \u2066inside\u2069",
    "letters of many scripts": "Ŵyŷ سلام שלום 中文 🎉 e\u0301",
    "long words": "w" * 10_000,
    "many words": "words " * 1_700,
}
"""{what it tries: the words}"""
