/** What route files say, judged before any of them runs. */
package caravan.routes;
