/** The Kamelets over the wire: the project's real route files against WireMock. */
package caravan.kamelets;
