package caravan.hub;

import caravan.gateway.ConnectionStates;
import caravan.gateway.ConnectionStates.Moment;

/** Shows one connection to Notion. */
final class ConnectionView implements ConnectionMXBean {

  private final String name;
  private final ConnectionStates states;

  ConnectionView(String name, ConnectionStates states) {
    this.name = name;
    this.states = states;
  }

  private Moment now() {
    return states.of(name);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getState() {
    return now().state();
  }

  @Override
  public String getDetail() {
    return now().detail();
  }

  @Override
  public int getBudget() {
    return now().budget();
  }

  @Override
  public int getSpent() {
    return now().spent();
  }

  @Override
  public int getBackgroundBudget() {
    return now().backgroundBudget();
  }

  @Override
  public int getBackgroundSpent() {
    return now().backgroundSpent();
  }

  @Override
  public int getUnderWay() {
    return now().underWay();
  }

  @Override
  public int getWaiting() {
    return now().waiting();
  }

  @Override
  public double getBackgroundShare() {
    return now().share();
  }

  @Override
  public long getMedianMillis() {
    return now().median().toMillis();
  }

  @Override
  public long getSlowMillis() {
    return now().slow().toMillis();
  }

  @Override
  public void tryNow() {
    states.tryNow(name);
  }
}
