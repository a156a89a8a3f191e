"""办案件的动词: each one transaction: duty and state checked, events, row, to-dos, audit entry and messages written together."""
