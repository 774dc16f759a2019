package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class EddingtonSectionTest {

    private static final Page PAGE =
            Page.of(HtmlReport.builder(Histories.history(List.of(Histories.run(1, Histories.TODAY))), Histories.TODAY)
                    .build());

    @Test
    void days_areCountedInWholeOnesHoweverFewTheyAre() {
        assertThat(PAGE.in("eddington", "text"))
                .filteredOn(text -> text.getAttribute("class").equals("tick y"))
                .extracting(Element::getTextContent)
                .containsExactly("0", "1", "2", "3", "4", "5");
    }

    @Test
    void theLineThatDaysMustReach_isNamed() {
        assertThat(PAGE.in("eddington", "li"))
                .extracting(Element::getTextContent)
                .contains("as many days as km");
    }
}
