package badexample.client;

import org.assertj.core.api.SoftAssertions;

public abstract class ExtendsLibrary extends SoftAssertions {}
