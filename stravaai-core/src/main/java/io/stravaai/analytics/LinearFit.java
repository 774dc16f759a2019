package io.stravaai.analytics;

/** The line through points by least squares: {@code y = intercept + slope * x}. */
record LinearFit(double intercept, double slope, double residualStandardError, double rSquared) {

    static final LinearFit NONE = new LinearFit(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    static LinearFit of(double[] x, double[] y) {
        int n = x.length;
        double meanX = Grid.mean(x);
        double meanY = Grid.mean(y);
        double sxx = 0;
        double sxy = 0;
        double syy = 0;
        for (int i = 0; i < n; i++) {
            sxx += (x[i] - meanX) * (x[i] - meanX);
            sxy += (x[i] - meanX) * (y[i] - meanY);
            syy += (y[i] - meanY) * (y[i] - meanY);
        }
        double slope = sxy / sxx;
        double intercept = meanY - slope * meanX;
        double residuals = 0;
        for (int i = 0; i < n; i++) {
            double residual = y[i] - intercept - slope * x[i];
            residuals += residual * residual;
        }
        return new LinearFit(
                intercept,
                slope,
                n > 2 ? Math.sqrt(residuals / (n - 2)) : 0,
                syy > 0 ? Math.max(0, 1 - residuals / syy) : 1);
    }
}
