package omni.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The components of a record class, found once per class. */
final class RecordShape {

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private record Component(String name, Method accessor, boolean flattened) {}

    private final List<Component> components;

    private RecordShape(Class<?> type) {
        components = Arrays.stream(type.getRecordComponents())
                .map(RecordShape::component)
                .toList();
    }

    private static Component component(RecordComponent component) {
        AccessibleObject accessor = component.getAccessor();
        accessor.setAccessible(true);
        var named = component.getAnnotation(Named.class);
        return new Component(
                named == null ? component.getName() : named.value(),
                component.getAccessor(),
                component.isAnnotationPresent(Flattened.class));
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    interface FieldWriter {
        void write(JsonGenerator out, String name, @Nullable Object value) throws IOException;
    }

    void write(Record record, JsonGenerator out, FieldWriter fields) throws IOException {
        out.writeStartObject();
        writeComponents(record, out, fields);
        out.writeEndObject();
    }

    private void writeComponents(Record record, JsonGenerator out, FieldWriter fields) throws IOException {
        for (var component : components) {
            var value = read(component.accessor(), record);
            if (component.flattened() && value instanceof Record inner) {
                of(inner.getClass()).writeComponents(inner, out, fields);
            } else {
                fields.write(out, component.name(), value);
            }
        }
    }

    private static @Nullable Object read(Method accessor, Record record) {
        try {
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("an accessor of " + record.getClass() + " failed", e);
        }
    }
}
