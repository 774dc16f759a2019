package io.stravaai.model;

/**
 * A place, in degrees of WGS 84.
 *
 * @param latitude northern degrees
 * @param longitude eastern degrees
 */
public record LatLng(double latitude, double longitude) {

    /** Hides the place, which is the athlete's data. */
    @Override
    public String toString() {
        return "LatLng";
    }
}
