package io.stravaai.spring.boot;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** An application with nothing of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class FiveLines {}
