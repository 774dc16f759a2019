package badexample.sync;

class HiddenOpen {}
