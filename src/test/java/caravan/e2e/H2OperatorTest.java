package caravan.e2e;

class H2OperatorTest extends OperatorSuite {

  @Override
  String store(HubOnSandbox hub) {
    return "";
  }
}
