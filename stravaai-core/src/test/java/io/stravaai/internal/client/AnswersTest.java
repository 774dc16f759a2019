package io.stravaai.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.client.Page;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SummaryActivity;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "17",
                "\"text\"",
                "oops",
                "",
                "[1]",
                "{\"id\":null}",
                "{\"id\":\"x\"}",
                "{\"id\":0}",
                "{\"id\":-5}",
                "{\"id\":1.5}",
                "{\"id\":194641753419464175341946417534}",
                "{\"id\":1}{\"id\":2}",
                "{\"id\":1} x",
                "{\"id\":1,\"name\"::}"
            })
    void an_element_that_cannot_be_read_is_kept_whole_and_its_neighbours_are_read(String broken) {
        Page<SummaryActivity> page =
                Answers.page(("[{\"id\":7}," + broken + ",{\"id\":8}]").getBytes(UTF_8), SummaryActivity.class);

        assertThat(page.elements()).extracting(SummaryActivity::id).containsExactly(ActivityId.of(7), ActivityId.of(8));
        assertThat(page.unreadable()).hasSize(1);
        assertThat(page.unreadable().get(0).bytes()).isEqualTo(broken.getBytes(UTF_8));
    }

    @Test
    void the_id_of_an_unreadable_element_is_kept_where_it_can_be_read() {
        Page<SummaryActivity> page =
                Answers.page("[{\"name\":\"a\",\"id\":5,\"distance\":tru}]".getBytes(UTF_8), SummaryActivity.class);

        assertThat(page.unreadable().get(0).id()).hasValue(5);
    }

    @Test
    void the_reason_names_the_place_and_not_the_data() {
        Page<SummaryActivity> page = Answers.page("[{\"id\":\"SECRET\"}]".getBytes(UTF_8), SummaryActivity.class);

        assertThat(page.unreadable().get(0).reason()).contains("$.id").doesNotContain("SECRET");
    }

    @Test
    void bytes_that_are_not_text_are_unreadable() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes("[{\"id\":1,\"name\":\"".getBytes(UTF_8));
        json.write(0xC3);
        json.writeBytes("\"},{\"id\":2,\"name\":\"".getBytes(UTF_8));
        json.write(0);
        json.writeBytes("\"}]".getBytes(UTF_8));

        Page<SummaryActivity> page = Answers.page(json.toByteArray(), SummaryActivity.class);

        assertThat(page.elements()).isEmpty();
        assertThat(page.unreadable())
                .extracting(element -> element.reason())
                .containsExactly("$: not UTF-8", "$: not JSON: holds a NUL");
    }

    @Test
    void nesting_without_end_is_unreadable() {
        String deep = "{\"id\":1,\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(Answers.page(("[" + deep + "]").getBytes(UTF_8), SummaryActivity.class)
                        .unreadable())
                .hasSize(1);
    }
}
