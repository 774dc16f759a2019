package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void textAndAttributes_areEscaped() {
        String markup =
                new Markup().element("p", "a<b & \"c\"", "title", "'\"<>&").toString();

        assertThat(markup).isEqualTo("<p title=\"&#39;&quot;&lt;&gt;&amp;\">a&lt;b &amp; &quot;c&quot;</p>");
        assertThat(Page.parse(markup).getDocumentElement().getAttribute("title"))
                .isEqualTo("'\"<>&");
    }

    @Test
    void charactersThatXmlDoesNotHave_areReplaced() {
        assertThat(new Markup().text("a\u0000\u0085\ud800b\uffff🚴").toString())
                .isEqualTo("a\ufffd\ufffd\ufffdb\ufffd🚴");
    }

    @Test
    void style_isNotEscapedAndSoMustNotNeedIt() {
        assertThat(new Markup().style("a > b { font: \"c\"; }").toString()).isEqualTo("a > b { font: \"c\"; }");
        assertThatIllegalArgumentException().isThrownBy(() -> new Markup().style("</style>"));
    }

    @Test
    void whatIsNotClosed_isAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Markup().open("p").toString());
    }
}
