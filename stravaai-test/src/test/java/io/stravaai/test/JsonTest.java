package io.stravaai.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void elements_ofAnyKind_keepTheirExactBytes() {
        String array =
                " [ {\"a\":\"],}\\\"[\" , \"b\":[1,{\"c\":2}]},\n12.50,\"x,\\\\\",null,[[],{}] ,{ \"é🏃\" : 1 }\t] ";

        assertThat(split(array))
                .containsExactly(
                        "{\"a\":\"],}\\\"[\" , \"b\":[1,{\"c\":2}]}",
                        "12.50",
                        "\"x,\\\\\"",
                        "null",
                        "[[],{}]",
                        "{ \"é🏃\" : 1 }");
    }

    @Test
    void elements_ofAnEmptyArray_areNone() {
        assertThat(split("[]")).isEmpty();
        assertThat(split(" [ ] ")).isEmpty();
    }

    @Test
    void elements_ofWhatIsNoArray_areRefused() {
        for (String bad : List.of("", "{}", "[", "[1", "[1,", "[,]", "[{\"a\":1]", "[\"x]", "[1 2]")) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> split(bad));
        }
    }

    @Test
    void member_withTheNameOfAnInnerMember_isTheOuterOne() {
        byte[] object =
                "{\"athlete\":{\"id\":1},\"name\":\"\\\"id\\\":2\",\"ids\":[{\"id\":3}], \"id\" : 4 }".getBytes(UTF_8);

        assertThat(Json.number(object, "id")).hasValue(4);
        assertThat(Json.number(object, "nothing")).isEmpty();
        assertThat(Json.plain(object, "name")).hasValue("\\\"id\\\":2");
    }

    @Test
    void replace_aMember_changesNothingElse() {
        byte[] object = "{ \"a\":1 ,\"name\" : \"old\", \"b\":[ ] }".getBytes(UTF_8);

        assertThat(new String(Json.replace(object, "name", "\"new\""), UTF_8))
                .isEqualTo("{ \"a\":1 ,\"name\" : \"new\", \"b\":[ ] }");
        assertThat(Json.replace(object, "other", "1")).isEqualTo(object);
    }

    @Test
    void text_ofAnyString_isReadBackAsItWas() {
        String all = "plain \"quoted\" \\ \n\r\t\b \u0001 & <b> é 走 🏃 \u2028";

        assertThat(JsonValues.string("{\"t\":" + Json.text(all) + "}", "t")).isEqualTo(all);
        assertThat(Json.text("a&b")).isEqualTo("\"a\\u0026b\"");
    }

    @Test
    void elements_ofRandomArrays_putTogetherAgain_areTheArray() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> elements = random.ints(random.nextInt(8))
                    .mapToObj(i -> value(random, 3))
                    .toList();

            assertThat(split("[" + String.join(",", elements) + "]"))
                    .as("seed %d", seed)
                    .isEqualTo(elements);
        }
    }

    private static String value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 0 ? 5 : 3)) {
            case 0 -> String.valueOf(random.nextLong());
            case 1 -> Json.text("[]{},:\"\\ é🏃".substring(random.nextInt(8)));
            case 2 -> "false";
            case 3 -> "[" + value(random, depth - 1) + " , " + value(random, depth - 1) + "]";
            default -> "{\"a\": " + value(random, depth - 1) + ",\"b\":" + value(random, depth - 1) + "}";
        };
    }

    private static List<String> split(String array) {
        return Json.elements(array.getBytes(UTF_8)).stream()
                .map(element -> new String(element, UTF_8))
                .toList();
    }
}
