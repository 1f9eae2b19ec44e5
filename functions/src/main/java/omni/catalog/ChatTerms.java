package omni.catalog;

import omni.billing.MeterClass;

/**
 * What a catalog says of its chat (contract 14).
 *
 * @param meterClass whose scope, price and quota a message has; a metered one
 */
public record ChatTerms(MeterClass meterClass) {}
