/**
 * What is sold: {@code /v1/products} and {@code /v1/prices}.
 *
 * <p>Does not own: who has bought it.
 */
@NullMarked
package stripesimulator.catalog;

import org.jspecify.annotations.NullMarked;
