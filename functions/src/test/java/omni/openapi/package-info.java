/**
 * The agreement of {@code openapi.yaml} with the product: its operations with {@link omni.endpoint.Endpoints}, its schemas
 * with the records that are written, its parameters and bodies with what endpoints read, its answers with the goldens.
 *
 * <p>Does not own: what the routes do. The file is open for new fields, as the contract is; the tests here close it, so that
 * a field that is sent and not described is a fault.
 */
@NullMarked
package omni.openapi;

import org.jspecify.annotations.NullMarked;
