// Drives the sandbox with Notion's own client: databases, data sources, pages, properties, queries.
import {
  APIErrorCode,
  Client,
  LogLevel,
  collectPaginatedAPI,
  isFullDatabase,
  isFullDataSource,
  isFullPage,
  isFullUser,
  iterateAllDataSourceRows,
  iteratePaginatedAPI,
} from '@notionhq/client';
import { assert, check, done, errorOf, sandbox } from './check.mjs';

const notion = new Client({
  auth: 'ntn_test',
  baseUrl: `${sandbox}/notion`,
  notionVersion: '2026-03-11',
  logLevel: LogLevel.ERROR,
  retry: false,
});
const text = (content) => [{ type: 'text', text: { content } }];
const plain = (items) => items.map((item) => item.plain_text).join('');

let source;
let other;
let person;

await check('users are listed and the connection knows itself', async () => {
  const users = await collectPaginatedAPI(notion.users.list, {});
  assert.ok(users.every(isFullUser));
  person = users.find((user) => user.person?.email === 'backend@example.com');
  assert.equal(person.name, 'Backend Engineer');
  assert.equal((await notion.users.retrieve({ user_id: person.id })).id, person.id);
  const me = await notion.users.me({});
  assert.equal(me.type, 'bot');
});

await check('a database comes with its first data source', async () => {
  const database = await notion.databases.create({
    parent: { type: 'workspace', workspace: true },
    title: text('Tasks'),
    initial_data_source: {
      properties: {
        Name: { title: {} },
        Note: { rich_text: {} },
        Size: { number: { format: 'number' } },
        Kind: { select: { options: [{ name: 'Bug', color: 'red' }, { name: 'Task' }] } },
        Tags: { multi_select: { options: [] } },
        Due: { date: {} },
        Owner: { people: {} },
        Done: { checkbox: {} },
        Link: { url: {} },
        Mail: { email: {} },
        Phone: { phone_number: {} },
        Files: { files: {} },
        Created: { created_time: {} },
        Edited: { last_edited_time: {} },
      },
    },
  });
  assert.ok(isFullDatabase(database));
  assert.equal(database.data_sources.length, 1);
  source = database.data_sources[0].id;
  assert.notEqual(source, database.id);
  const again = await notion.databases.retrieve({ database_id: database.id });
  assert.equal(plain(again.title), 'Tasks');
  other = await notion.dataSources.create({
    parent: { type: 'database_id', database_id: database.id },
    title: text('Projects'),
    properties: { Title: { title: {} } },
  });
  assert.ok(isFullDataSource(other));
});

await check('a data source has its properties with ids', async () => {
  const found = await notion.dataSources.retrieve({ data_source_id: source });
  assert.ok(isFullDataSource(found));
  assert.equal(found.properties.Name.id, 'title');
  assert.equal(found.properties.Kind.select.options[0].color, 'red');
  assert.equal(found.properties.Size.type, 'number');
});

await check('properties are added, renamed by id and removed', async () => {
  const added = await notion.dataSources.update({
    data_source_id: source,
    properties: {
      Project: { relation: { data_source_id: other.id, single_property: {} } },
      Extra: { rich_text: {} },
    },
  });
  const id = added.properties.Extra.id;
  const renamed = await notion.dataSources.update({
    data_source_id: source,
    properties: { [id]: { name: 'More' } },
  });
  assert.equal(renamed.properties.More.id, id);
  const removed = await notion.dataSources.update({
    data_source_id: source,
    properties: { More: null },
  });
  assert.equal(removed.properties.More, undefined);
  assert.equal(removed.properties.Project.relation.data_source_id, other.id);
});

await check('a page keeps a value of every type', async () => {
  const project = await notion.pages.create({
    parent: { type: 'data_source_id', data_source_id: other.id },
    properties: { Title: { title: text('Project one') } },
  });
  const created = await notion.pages.create({
    parent: { type: 'data_source_id', data_source_id: source },
    properties: {
      Name: { title: text('Everything') },
      Note: {
        rich_text: [
          { text: { content: 'bold ' }, annotations: { bold: true } },
          { text: { content: 'link', link: { url: 'https://example.com/' } } },
          { type: 'equation', equation: { expression: 'a^2' } },
          { type: 'mention', mention: { user: { id: person.id } } },
        ],
      },
      Size: { number: 2.5 },
      Kind: { select: { name: 'Bug' } },
      Tags: { multi_select: [{ name: 'one' }, { name: 'two' }] },
      Due: { date: { start: '2026-12-01', end: '2026-12-03' } },
      Owner: { people: [{ id: person.id }] },
      Done: { checkbox: true },
      Link: { url: 'https://example.com/a' },
      Mail: { email: 'team@example.com' },
      Phone: { phone_number: '+49 30 0' },
      Files: {
        files: [{ type: 'external', name: 'a.pdf', external: { url: 'https://example.com/a.pdf' } }],
      },
      Project: { relation: [{ id: project.id }] },
    },
  });
  const page = await notion.pages.retrieve({ page_id: created.id });
  assert.ok(isFullPage(page));
  const value = page.properties;
  assert.equal(page.parent.data_source_id, source);
  assert.equal(page.in_trash, false);
  assert.equal(plain(value.Name.title), 'Everything');
  assert.equal(value.Note.rich_text[0].annotations.bold, true);
  assert.equal(value.Note.rich_text[1].href, 'https://example.com/');
  assert.equal(value.Note.rich_text[2].type, 'equation');
  assert.equal(value.Note.rich_text[3].mention.user.id, person.id);
  assert.equal(value.Size.number, 2.5);
  assert.equal(value.Kind.select.name, 'Bug');
  assert.deepEqual(value.Tags.multi_select.map((tag) => tag.name), ['one', 'two']);
  assert.deepEqual(value.Due.date, { start: '2026-12-01', end: '2026-12-03', time_zone: null });
  assert.equal(value.Owner.people[0].id, person.id);
  assert.equal(value.Done.checkbox, true);
  assert.equal(value.Link.url, 'https://example.com/a');
  assert.equal(value.Mail.email, 'team@example.com');
  assert.equal(value.Phone.phone_number, '+49 30 0');
  assert.equal(value.Files.files[0].external.url, 'https://example.com/a.pdf');
  assert.equal(value.Project.relation[0].id, project.id);
  assert.match(page.created_time, /:00\.000Z$/);
});

await check('an update changes what it names and null empties', async () => {
  const { results } = await notion.dataSources.query({ data_source_id: source });
  const page = await notion.pages.update({
    page_id: results[0].id,
    properties: { Kind: { select: null }, Size: { number: null }, Done: { checkbox: false } },
  });
  assert.equal(page.properties.Kind.select, null);
  assert.equal(page.properties.Size.number, null);
  assert.equal(page.properties.Mail.email, 'team@example.com');
});

await check('a property with more than 25 references is read whole item by item', async () => {
  const ids = [];
  for (let i = 0; i < 30; i++) {
    const project = await notion.pages.create({
      parent: { data_source_id: other.id },
      properties: { Title: { title: text(`Project ${i}`) } },
    });
    ids.push(project.id);
  }
  const page = await notion.pages.create({
    parent: { data_source_id: source },
    properties: {
      Name: { title: text('Many') },
      Project: { relation: ids.map((id) => ({ id })) },
    },
  });
  const read = await notion.pages.retrieve({ page_id: page.id });
  assert.equal(read.properties.Project.relation.length, 25);
  assert.equal(read.properties.Project.has_more, true);
  const items = await collectPaginatedAPI(notion.pages.properties.retrieve, {
    page_id: page.id,
    property_id: read.properties.Project.id,
    page_size: 10,
  });
  assert.deepEqual(items.map((item) => item.relation.id).sort(), [...ids].sort());
});

await check('a query is paged, filtered and sorted', async () => {
  for (let i = 1; i <= 12; i++) {
    await notion.pages.create({
      parent: { data_source_id: source },
      properties: {
        Name: { title: text(`Row ${String(i).padStart(2, '0')}`) },
        Size: { number: i },
        Tags: { multi_select: [{ name: i % 2 === 0 ? 'even' : 'odd' }] },
      },
    });
  }
  const names = [];
  for await (const page of iteratePaginatedAPI(notion.dataSources.query, {
    data_source_id: source,
    page_size: 5,
    filter: { property: 'Name', title: { starts_with: 'Row' } },
    sorts: [{ property: 'Size', direction: 'descending' }],
  })) {
    names.push(plain(page.properties.Name.title));
  }
  assert.equal(names.length, 12);
  assert.equal(names[0], 'Row 12');
  assert.equal(names[11], 'Row 01');

  const found = await notion.dataSources.query({
    data_source_id: source,
    filter: {
      and: [
        { property: 'Tags', multi_select: { contains: 'even' } },
        {
          or: [
            { property: 'Size', number: { greater_than: 10 } },
            { property: 'Size', number: { equals: 2 } },
          ],
        },
        { timestamp: 'last_edited_time', last_edited_time: { on_or_after: '2020-01-01' } },
      ],
    },
    sorts: [{ timestamp: 'created_time', direction: 'ascending' }, { property: 'Name', direction: 'ascending' }],
  });
  assert.deepEqual(
    found.results.map((page) => page.properties.Size.number),
    [2, 12],
  );
  assert.equal(found.has_more, false);
  assert.equal(found.next_cursor, null);
});

await check('all rows are iterated over the query limit', async () => {
  const rows = [];
  for await (const page of iterateAllDataSourceRows(notion, { data_source_id: source })) {
    rows.push(page.id);
  }
  assert.equal(new Set(rows).size, 14);
});

await check('only the properties asked for are sent', async () => {
  const found = await notion.dataSources.query({
    data_source_id: source,
    page_size: 1,
    filter_properties: ['title'],
  });
  assert.deepEqual(Object.keys(found.results[0].properties), ['Name']);
});

await check('the former version sends archived beside in_trash', async () => {
  const former = new Client({ auth: 'ntn_test', baseUrl: `${sandbox}/notion`, retry: false });
  const { results } = await former.dataSources.query({ data_source_id: source, page_size: 1 });
  assert.equal(results[0].archived, false);
  assert.equal(results[0].in_trash, false);
  const current = await notion.pages.retrieve({ page_id: results[0].id });
  assert.equal('archived' in current, false);
});

await check('wrong values are validation errors with their path', async () => {
  const wrong = (properties) =>
    errorOf(() => notion.pages.create({ parent: { data_source_id: source }, properties }));
  const tooLong = await wrong({ Name: { title: text('x'.repeat(2001)) } });
  assert.equal(tooLong.code, APIErrorCode.ValidationError);
  assert.match(tooLong.message, /2000/);
  const unknown = await wrong({ Nope: { number: 1 } });
  assert.equal(unknown.code, APIErrorCode.ValidationError);
  assert.match(unknown.message, /Nope is not a property that exists/);
  const retyped = await wrong({ Size: { checkbox: true } });
  assert.equal(retyped.code, APIErrorCode.ValidationError);
});

done();
