/** The meter's ports on DynamoDB Local: the suites that the fakes pass as well, capacity, and races. */
@NullMarked
package omni.local.metering;

import org.jspecify.annotations.NullMarked;
