package badexample.sync;

import badexample.model.Good;

public record GoodReport(Good good) {}
