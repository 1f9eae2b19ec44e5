package omni.access;

import omni.fakes.InMemorySecrets;

class InMemorySecretsTest extends SecretStoreContract {

    private final InMemorySecrets secrets = new InMemorySecrets();

    @Override
    protected SecretStore store() {
        return secrets;
    }

    @Override
    protected void put(String name, String text) {
        secrets.put(name, text);
    }

    @Override
    protected void down() {
        secrets.down(true);
    }
}
