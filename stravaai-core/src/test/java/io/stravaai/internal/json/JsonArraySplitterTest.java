package io.stravaai.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.ResponseFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArraySplitterTest {

    @Test
    void elements_keep_their_bytes_without_the_white_space_around_them() {
        assertThat(split(" [ {\"a\" : 1} ,\n[2, 3],\t\"x\" , -4.5e6,null ] "))
                .containsExactly("{\"a\" : 1}", "[2, 3]", "\"x\"", "-4.5e6", "null");
    }

    @Test
    void commas_brackets_and_escaped_quotes_inside_strings_do_not_end_an_element() {
        assertThat(split("[{\"n\":\"],[}{\\\",\\\\\"},\"\\u005d\\\\\"]"))
                .containsExactly("{\"n\":\"],[}{\\\",\\\\\"}", "\"\\u005d\\\\\"");
    }

    @Test
    void a_broken_element_leaves_its_neighbours_whole() {
        assertThat(split("[{\"id\":1},{\"id\":2,\"name\"::,},{\"id\":3}]"))
                .containsExactly("{\"id\":1}", "{\"id\":2,\"name\"::,}", "{\"id\":3}");
        assertThat(split("[{\"id\":1},,oops]")).containsExactly("{\"id\":1}", "", "oops");
    }

    @Test
    void an_empty_array_has_no_elements() {
        assertThat(split("[]")).isEmpty();
        assertThat(split(" [ ] ")).isEmpty();
    }

    @Test
    void text_of_several_bytes_a_character_is_kept() {
        assertThat(split("[\"🚴 Zürich\"]")).containsExactly("\"🚴 Zürich\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{}", "<html>", "null", "[", "[1", "[1,", "[{\"a\":1}", "[\"x", "[\"x\\", "[1]2", "[1]]"
            })
    void anything_but_one_whole_array_is_refused(String json) {
        assertThatThrownBy(() -> split(json)).isInstanceOf(ResponseFormatException.class);
    }

    @Test
    void every_cut_of_an_array_is_refused() {
        String json = "[{\"id\":1,\"name\":\"a, \\\"b\\\" ]\",\"map\":{\"p\":[1,2]}},{\"id\":2}]";
        for (int length = 0; length < json.length(); length++) {
            String cut = json.substring(0, length);
            assertThatThrownBy(() -> split(cut)).as(cut).isInstanceOf(ResponseFormatException.class);
        }
    }

    private static List<String> split(String json) {
        return JsonArraySplitter.split(json.getBytes(StandardCharsets.UTF_8)).stream()
                .map(element -> new String(element, StandardCharsets.UTF_8))
                .toList();
    }
}
