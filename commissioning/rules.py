"""Who may do what in commissioning. Asked everywhere as `user.has_perm(permission, row)`."""

from plans.registers.rules import permit

permit("commissioning")
