"""referencing names defaults of type variables, which Python has since 3.13."""
import sys
import typing

if sys.version_info < (3, 13):
    _TypeVar = typing.TypeVar

    class _Kind(type):
        def __instancecheck__(cls, value):
            return isinstance(value, _TypeVar)

    class TypeVar(metaclass=_Kind):
        def __new__(cls, name, *bounds, default=None, **more):
            return _TypeVar(name, *bounds, **more)

    typing.TypeVar = TypeVar
