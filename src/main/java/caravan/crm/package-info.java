/** Companies, contacts and deals from files and HTTP: how they are read, checked and reported. */
package caravan.crm;
