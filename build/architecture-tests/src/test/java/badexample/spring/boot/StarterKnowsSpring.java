package badexample.spring.boot;

import org.springframework.stub.Template;

final class StarterKnowsSpring {

    Template template;
}
