package io.stravaai.test;

import java.math.BigDecimal;

/** A way round a point, as an encoded polyline of precision 5. */
record RoundTrack(String polyline, String start, String end) {

    private static final double METRES_PER_DEGREE = 111_320;

    /** A track of about this length in metres; the shape, from 0 to 1, makes it differ from others. */
    static RoundTrack around(double latitude, double longitude, double length, int points, double shape) {
        StringBuilder polyline = new StringBuilder(points * 5);
        double radius = length / (2 * Math.PI * METRES_PER_DEGREE);
        double shrink = Math.max(0.1, Math.cos(Math.toRadians(latitude)));
        double phase = shape * 2 * Math.PI;
        double[] first = new double[2];
        double[] last = new double[2];
        long previousLatitude = 0;
        long previousLongitude = 0;
        for (int i = 0; i < points; i++) {
            double angle = 2 * Math.PI * i / points;
            double away = radius * (1 + 0.2 * Math.sin(3 * angle + phase) + 0.03 * Math.sin(17 * angle - phase));
            last = new double[] {
                latitude + away * Math.sin(angle + phase), longitude + away * Math.cos(angle + phase) / shrink
            };
            if (i == 0) {
                first = last;
            }
            long nextLatitude = Math.round(last[0] * 1e5);
            long nextLongitude = Math.round(last[1] * 1e5);
            append(polyline, nextLatitude - previousLatitude);
            append(polyline, nextLongitude - previousLongitude);
            previousLatitude = nextLatitude;
            previousLongitude = nextLongitude;
        }
        return new RoundTrack(polyline.toString(), pair(first), pair(last));
    }

    private static void append(StringBuilder polyline, long difference) {
        long rest = difference < 0 ? ~(difference << 1) : difference << 1;
        while (rest >= 0x20) {
            polyline.append((char) ((0x20 | (rest & 0x1f)) + 63));
            rest >>= 5;
        }
        polyline.append((char) (rest + 63));
    }

    private static String pair(double[] point) {
        return "[" + degrees(point[0]) + "," + degrees(point[1]) + "]";
    }

    private static String degrees(double value) {
        return BigDecimal.valueOf(Math.round(value * 1e6) / 1e6).toPlainString();
    }
}
