"""Errors say what, where and how to mend."""

from indicators.errors import DataError, DeclarationError, Fault, RecoveryError


def test_a_message_says_what_where_and_how_to_mend():
    assert str(DataError("two values", where="x.csv:3", mend="keep one")) == "x.csv:3: two values\n  keep one"
    assert str(DataError("two values")) == "two values"


def test_a_declaration_lists_every_fault():
    error = DeclarationError([Fault("x.yaml", 3, "no name", "add it"), Fault("x.yaml", 9, "no code")])
    assert isinstance(error, RecoveryError)
    assert "2 fault(s)" in str(error)
    assert "x.yaml:3: no name (add it)\n  x.yaml:9: no code" in str(error)
