package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stravaai.analytics.ChartSeries;
import io.stravaai.analytics.LoadModel;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.MetricUnit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartImageTest {

    private static final int BLUE = 0xff2a78d6;

    @BeforeAll
    static void fonts() {
        try {
            ChartImage.of("Letters", List.of()).toPng();
        } catch (IllegalStateException e) {
            abort(e.getMessage());
        }
    }

    @Test
    void png_hasItsSizeAndShowsSomething() throws IOException {
        BufferedImage image = decoded(ChartImage.of("Load", load()).size(640, 300));

        assertThat(image.getWidth()).isEqualTo(640);
        assertThat(image.getHeight()).isEqualTo(300);
        assertThat(coloured(image, 0, 640)).isGreaterThan(100);
    }

    @Test
    void png_atAGap_showsNothing() throws IOException {
        double[] x = IntStream.range(0, 900).asDoubleStream().toArray();
        double[] y =
                Arrays.stream(x).map(i -> i > 300 && i < 600 ? Double.NaN : 5).toArray();

        BufferedImage image =
                decoded(ChartImage.of("Gap", List.of(numbers("one", x, y))).size(900, 300));

        assertThat(coloured(image, 100, 300)).isPositive();
        assertThat(coloured(image, 420, 540)).isZero();
        assertThat(coloured(image, 700, 850)).isPositive();
    }

    @Test
    void aPointBetweenGaps_isSeen() throws IOException {
        double[] x = {0, 1, 2, 3, 4};
        double[] y = {Double.NaN, Double.NaN, 7, Double.NaN, Double.NaN};

        BufferedImage image = decoded(ChartImage.of("Point", List.of(numbers("one", x, y))));

        assertThat(coloured(image, 0, image.getWidth())).isPositive();
    }

    @Test
    void sameLines_giveTheSameBytes() {
        assertThat(ChartImage.of("Load", load()).toPng())
                .isEqualTo(ChartImage.of("Load", load()).toPng());
        assertThat(ChartImage.of("Load", load()).toSvg())
                .isEqualTo(ChartImage.of("Load", load()).toSvg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Load", "", "</svg><script>alert(1)</script>", "\u0000 \ud800 \uffff", "ريد 🚴"})
    void svg_isWellFormedWhateverTheTexts(String text) {
        String svg = ChartImage.of(text, List.of(numbers(text, new double[] {1, 2}, new double[] {3, 4})))
                .size(500, 200)
                .toSvg();

        assertThat(Page.parse(svg).getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg).contains("500").doesNotContain("<script");
    }

    @Test
    void noLinesAndLinesOfGaps_areAnEmptyFrame() throws IOException {
        assertThat(decoded(ChartImage.of("None", List.of())).getWidth()).isEqualTo(900);
        ChartSeries gaps = numbers("gaps", new double[] {1, 2}, new double[] {Double.NaN, Double.NaN});
        assertThat(decoded(ChartImage.of("Gaps", List.of(gaps, gaps)).logarithmic())
                        .getWidth())
                .isEqualTo(900);
    }

    @Test
    void logarithmic_spreadsShortDurations() throws IOException {
        ChartSeries curve = numbers("Power", new double[] {0, 1, 10, 100, 1_000}, new double[] {9, 9, 8, 2, 1});

        BufferedImage image = decoded(ChartImage.of("Power", List.of(curve)).logarithmic());
        BufferedImage plain = decoded(ChartImage.of("Power", List.of(curve)));

        assertThat(highest(image, 250)).isLessThan(highest(plain, 250));
    }

    @Test
    void whatCannotBeDrawn_isRefused() {
        ChartSeries number = numbers("one", new double[] {1}, new double[] {1});
        assertThatIllegalArgumentException().isThrownBy(() -> ChartImage.of("Both", List.of(number, load().get(0))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChartImage.of("Days", load()).logarithmic());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChartImage.of("Small", List.of()).size(10, 300))
                .withMessageContaining("10, 300");
    }

    private static List<ChartSeries> load() {
        LoadSeries load = Histories.history(Histories.years(1)).load(Histories.TODAY, LoadModel.standard());
        return ChartSeries.of(load);
    }

    private static ChartSeries numbers(String name, double[] x, double[] y) {
        return ChartSeries.ofNumbers(name, MetricUnit.WATTS, "test", x, y);
    }

    private static BufferedImage decoded(ChartImage image) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(image.toPng()));
    }

    /** How many pixels from one column to another have the colour of the first line. */
    private static int coloured(BufferedImage image, int from, int to) {
        int count = 0;
        for (int x = from; x < to; x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                count += image.getRGB(x, y) == BLUE ? 1 : 0;
            }
        }
        return count;
    }

    /** The row of the highest pixel of the first line in a column; the height if there is none. */
    private static int highest(BufferedImage image, int column) {
        for (int y = 0; y < image.getHeight(); y++) {
            if (image.getRGB(column, y) == BLUE) {
                return y;
            }
        }
        return image.getHeight();
    }
}
