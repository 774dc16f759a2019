package badexample.store.jdbc;

import org.springframework.stub.Template;

final class KnowsSpring {

    Template template;
}
