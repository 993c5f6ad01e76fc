// Drives the sandbox with Notion's own client: blocks, Markdown, trash, search.
import { Client, LogLevel, collectPaginatedAPI, isFullBlock, isFullPage } from '@notionhq/client';
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
const paragraph = (content) => ({ type: 'paragraph', paragraph: { rich_text: text(content) } });

const database = await notion.databases.create({
  parent: { type: 'workspace', workspace: true },
  title: text('Documents'),
  initial_data_source: { properties: { Name: { title: {} } } },
});
const source = database.data_sources[0].id;

async function page(name, more = {}) {
  return notion.pages.create({
    parent: { type: 'data_source_id', data_source_id: source },
    properties: { Name: { title: text(name) } },
    ...more,
  });
}

const children = (id) => collectPaginatedAPI(notion.blocks.children.list, { block_id: id });

await check('a page is created with its blocks', async () => {
  const created = await page('Blocks', {
    children: [
      { heading_1: { rich_text: text('Title') } },
      {
        bulleted_list_item: {
          rich_text: text('outer'),
          children: [{ bulleted_list_item: { rich_text: text('inner') } }],
        },
      },
      { to_do: { rich_text: text('task'), checked: true } },
      { code: { rich_text: text('let a = 1'), language: 'javascript' } },
      { divider: {} },
      {
        table: {
          table_width: 2,
          has_column_header: true,
          children: [
            { table_row: { cells: [text('a'), text('b')] } },
            { table_row: { cells: [text('1'), text('2')] } },
          ],
        },
      },
      { image: { external: { url: 'https://example.com/a.png' }, caption: text('seen') } },
      { callout: { rich_text: text('note'), icon: { type: 'emoji', emoji: '💡' } } },
    ],
  });
  const blocks = await children(created.id);
  assert.ok(blocks.every(isFullBlock));
  assert.deepEqual(
    blocks.map((block) => block.type),
    ['heading_1', 'bulleted_list_item', 'to_do', 'code', 'divider', 'table', 'image', 'callout'],
  );
  assert.equal(blocks[1].has_children, true);
  const inner = await children(blocks[1].id);
  assert.equal(plain(inner[0].bulleted_list_item.rich_text), 'inner');
  const rows = await children(blocks[5].id);
  assert.equal(plain(rows[1].table_row.cells[1]), '2');
  assert.equal(blocks[2].to_do.checked, true);
  assert.equal(blocks[3].code.language, 'javascript');
});

await check('children are appended at the end, at the start and after a block', async () => {
  const created = await page('Append', { children: [paragraph('one')] });
  const end = await notion.blocks.children.append({
    block_id: created.id,
    children: [paragraph('three')],
  });
  assert.equal(plain(end.results[0].paragraph.rich_text), 'three');
  const [first] = await children(created.id);
  await notion.blocks.children.append({
    block_id: created.id,
    position: { type: 'after_block', after_block: { id: first.id } },
    children: [paragraph('two')],
  });
  await notion.blocks.children.append({
    block_id: created.id,
    position: { type: 'start' },
    children: [paragraph('zero')],
  });
  const texts = (await children(created.id)).map((block) => plain(block.paragraph.rich_text));
  assert.deepEqual(texts, ['zero', 'one', 'two', 'three']);
});

await check('many children are listed page by page', async () => {
  const created = await page('Long');
  for (let i = 0; i < 2; i++) {
    await notion.blocks.children.append({
      block_id: created.id,
      children: Array.from({ length: 100 }, (_, k) => paragraph(`${i * 100 + k}`)),
    });
  }
  const firstPage = await notion.blocks.children.list({ block_id: created.id });
  assert.equal(firstPage.results.length, 100);
  assert.equal(firstPage.has_more, true);
  assert.equal((await children(created.id)).length, 200);
});

await check('more than 100 children in one request are refused', async () => {
  const created = await page('Too many');
  const error = await errorOf(() =>
    notion.blocks.children.append({
      block_id: created.id,
      children: Array.from({ length: 101 }, () => paragraph('x')),
    }),
  );
  assert.equal(error.status, 400);
  assert.match(error.message, /100/);
  assert.equal((await children(created.id)).length, 0);
});

await check('a block is changed and deleted', async () => {
  const created = await page('Change', { children: [paragraph('before'), paragraph('stays')] });
  const [block] = await children(created.id);
  const changed = await notion.blocks.update({
    block_id: block.id,
    paragraph: { rich_text: text('after') },
  });
  assert.equal(plain(changed.paragraph.rich_text), 'after');
  const deleted = await notion.blocks.delete({ block_id: block.id });
  assert.equal(deleted.in_trash, true);
  assert.equal((await children(created.id)).length, 1);
});

await check('a page is written and read as Markdown', async () => {
  const created = await page('Markdown', { markdown: '# One\n\n- a\n- b\n\n**bold** and `code`' });
  const read = await notion.pages.retrieveMarkdown({ page_id: created.id });
  assert.equal(read.object, 'page_markdown');
  assert.equal(read.truncated, false);
  assert.match(read.markdown, /# One/);
  assert.match(read.markdown, /- b/);
  assert.match(read.markdown, /\*\*bold\*\*/);
  const types = (await children(created.id)).map((block) => block.type);
  assert.deepEqual(types, ['heading_1', 'bulleted_list_item', 'bulleted_list_item', 'paragraph']);
});

await check('Markdown is replaced, in part and as a whole', async () => {
  const created = await page('Edit', { markdown: 'first\n\nsecond' });
  await notion.pages.updateMarkdown({
    page_id: created.id,
    type: 'update_content',
    update_content: { content_updates: [{ old_str: 'second', new_str: 'third' }] },
  });
  const part = await notion.pages.retrieveMarkdown({ page_id: created.id });
  assert.match(part.markdown, /first\s+third/);
  await notion.pages.updateMarkdown({
    page_id: created.id,
    type: 'replace_content',
    replace_content: { new_str: '## Whole' },
  });
  const whole = await notion.pages.retrieveMarkdown({ page_id: created.id });
  assert.match(whole.markdown, /^## Whole/);
});

await check('an edit that matches nothing is refused', async () => {
  const created = await page('No match', { markdown: 'text' });
  const error = await errorOf(() =>
    notion.pages.updateMarkdown({
      page_id: created.id,
      type: 'update_content',
      update_content: { content_updates: [{ old_str: 'absent', new_str: 'x' }] },
    }),
  );
  assert.equal(error.code, 'validation_error');
});

await check('a page goes to the trash and comes back whole', async () => {
  const created = await page('Trash', { children: [paragraph('kept')] });
  const trashed = await notion.pages.update({ page_id: created.id, in_trash: true });
  assert.equal(trashed.in_trash, true);
  const read = await notion.pages.retrieve({ page_id: created.id });
  assert.ok(isFullPage(read));
  assert.equal(read.in_trash, true);
  const rows = await collectPaginatedAPI(notion.dataSources.query, { data_source_id: source });
  assert.ok(!rows.some((row) => row.id === created.id));
  await notion.pages.update({ page_id: created.id, in_trash: false });
  assert.equal(plain((await children(created.id))[0].paragraph.rich_text), 'kept');
});

await check('pages and data sources are searched by title', async () => {
  await page('A needle in a title');
  const pages = await notion.search({
    query: 'needle',
    filter: { property: 'object', value: 'page' },
  });
  assert.equal(pages.results.length, 1);
  const sources = await notion.search({ filter: { property: 'object', value: 'data_source' } });
  assert.ok(sources.results.some((found) => found.id === source));
});

done();
