/** What the demo starts with: issues, meeting notes and the people in them, the same every time. */
package caravan.demo.seed;
