/** What the hub knows of Notion: schemas, property values, errors, write plans. */
package caravan.notion;
