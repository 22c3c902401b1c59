"""The part of rpds-py that referencing and jsonschema use: maps, sets and lists that are copied on change."""


class HashTrieMap(dict):
    def __init__(self, value=(), **more):
        super().__init__(value, **more)

    @classmethod
    def convert(cls, value):
        return value if isinstance(value, cls) else cls(value)

    def insert(self, key, value):
        copy = HashTrieMap(self)
        copy[key] = value
        return copy

    def remove(self, key):
        copy = HashTrieMap(self)
        del copy[key]
        return copy

    def discard(self, key):
        copy = HashTrieMap(self)
        copy.pop(key, None)
        return copy

    def update(self, *others, **more):
        copy = HashTrieMap(self)
        for other in others:
            dict.update(copy, other)
        dict.update(copy, more)
        return copy

    def __hash__(self):
        return hash(frozenset(self))


class HashTrieSet(frozenset):
    def insert(self, value):
        return HashTrieSet(self | {value})

    def update(self, *others):
        return HashTrieSet(self.union(*others))

    def discard(self, value):
        return HashTrieSet(self - {value})


class List(tuple):
    def __new__(cls, *values):
        return super().__new__(cls, values[0] if len(values) == 1 and not isinstance(values[0], str) else values)

    def push_front(self, value):
        return List((value, *self))

    def drop_first(self):
        return List(self[1:])

    @property
    def first(self):
        return self[0]

    @property
    def rest(self):
        return List(self[1:])
