/** Pages of the sales playbook, as rows of a read model in PostgreSQL. */
package caravan.playbook;
