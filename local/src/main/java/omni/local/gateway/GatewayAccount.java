package omni.local.gateway;

/**
 * The names under which the gateway presents itself in events and ARNs.
 *
 * @param accountId twelve digits
 * @param apiId also the first label of the domain name
 */
public record GatewayAccount(String accountId, String region, String apiId, String stage) {

    public static final GatewayAccount LOCAL = new GatewayAccount("000000000000", "us-east-1", "omnilocal0", "local");

    /** The ARN that a policy is judged on; the path is the request's own, not the resource's. */
    String methodArn(String method, String rawPath) {
        return "arn:aws:execute-api:%s:%s:%s/%s/%s/%s"
                .formatted(region, accountId, apiId, stage, method, rawPath.substring(1));
    }

    public String domainName() {
        return "%s.execute-api.%s.amazonaws.com".formatted(apiId, region);
    }

    public String functionArn(String functionName) {
        return "arn:aws:lambda:%s:%s:function:%s".formatted(region, accountId, functionName);
    }
}
