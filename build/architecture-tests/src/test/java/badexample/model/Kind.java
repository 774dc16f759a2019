package badexample.model;

public enum Kind {
    A {
        @Override
        int number() {
            return 1;
        }
    };

    abstract int number();
}
