"""Who may do what in governance. Asked everywhere as `user.has_perm(permission, row)`."""

import rules

from plans.registers.rules import holds_a_post, permit
from plans.rules import acts_for_accountable_post, works_here

permit("governance")
rules.add_perm("governance.prepare", works_here & holds_a_post)
rules.add_perm("governance.publish", works_here & acts_for_accountable_post)
