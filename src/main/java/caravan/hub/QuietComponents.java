package caravan.hub;

import caravan.rehearsal.QuietComponent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.ComponentResolver;

/** Lets a context have components that stay in the process; all others are quiet. */
final class QuietComponents implements ComponentResolver {

  private static final Set<String> STAY_IN_THE_PROCESS =
      Set.of("bean", "class", "direct", "kamelet", "language", "log", "seda");

  private final Map<String, QuietComponent> quiet = new ConcurrentHashMap<>();
  private final ComponentResolver others = new DefaultComponentResolver();

  /** What stands for the component of that scheme. */
  QuietComponent of(String scheme) {
    return quiet.computeIfAbsent(scheme, QuietComponent::new);
  }

  @Override
  public Component resolveComponent(String name, CamelContext context) throws Exception {
    if (STAY_IN_THE_PROCESS.contains(name)) {
      return others.resolveComponent(name, context);
    }
    return of(name);
  }
}
