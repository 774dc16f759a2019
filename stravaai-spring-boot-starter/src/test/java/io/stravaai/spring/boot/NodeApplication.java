package io.stravaai.spring.boot;

import io.stravaai.StravaListener;
import io.stravaai.client.RequestEvent;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One of several processes of an application, which says when it has asked Strava. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class NodeApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(NodeApplication.class, arguments);
        System.out.println("ready");
    }

    @Bean
    StravaListener teller() {
        return new StravaListener() {
            @Override
            public void requestCompleted(RequestEvent event) {
                System.out.println("asked " + event.athlete().orElseThrow());
                if (event.failure().isPresent() || event.attempt() > 1) {
                    System.out.println("trouble " + event);
                }
            }
        };
    }
}
