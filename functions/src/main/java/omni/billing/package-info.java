/** Pure billing rules. */
@org.jspecify.annotations.NullMarked
package omni.billing;
