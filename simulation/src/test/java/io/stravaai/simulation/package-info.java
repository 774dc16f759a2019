/** A deterministic simulation of the whole library: see {@link io.stravaai.simulation.Simulation}. */
@NullMarked
package io.stravaai.simulation;

import org.jspecify.annotations.NullMarked;
