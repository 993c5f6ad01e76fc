-- The read model of the sales playbook. A surface shows the rows whose deleted_at is null.
CREATE TABLE pages (
  id         uuid PRIMARY KEY, -- the Notion page's
  slug       text NOT NULL,
  section    text,
  position   numeric,
  title      text NOT NULL,
  html       text NOT NULL,
  markdown   text NOT NULL,
  body_text  text NOT NULL,
  search     tsvector NOT NULL GENERATED ALWAYS AS (
               setweight(to_tsvector('${language}', title), 'A')
               || setweight(to_tsvector('${language}', coalesce(section, '')), 'B')
               || setweight(to_tsvector('${language}', left(body_text, 200000)), 'C')) STORED,
  notion_url text,
  updated_at timestamptz NOT NULL, -- when the page was last edited in Notion, by the minute
  changed_at timestamptz NOT NULL DEFAULT now(), -- when this row last changed
  deleted_at timestamptz
);
CREATE UNIQUE INDEX pages_by_slug ON pages (slug) WHERE deleted_at IS NULL;
CREATE INDEX pages_by_section ON pages (section, position) WHERE deleted_at IS NULL;
CREATE INDEX pages_by_search ON pages USING gin (search);

-- The images of bodies, once each. HTML and Markdown name them images/<sha256>.
CREATE TABLE images (
  sha256       text PRIMARY KEY,
  content_type text NOT NULL,
  name         text NOT NULL,
  content      bytea NOT NULL,
  used_at      timestamptz NOT NULL DEFAULT now()
);

-- Which page shows which image; "source" is the address at Notion, without its signature.
CREATE TABLE page_images (
  page_id uuid NOT NULL REFERENCES pages (id),
  source  text NOT NULL,
  sha256  text NOT NULL REFERENCES images (sha256),
  PRIMARY KEY (page_id, source)
);
CREATE INDEX page_images_by_source ON page_images (source);
CREATE INDEX page_images_by_image ON page_images (sha256);

-- Whoever shows the playbook gets this role: GRANT playbook_reader TO website;
-- A user who may not make roles leaves that to an administrator.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'playbook_reader') THEN
    CREATE ROLE playbook_reader NOLOGIN;
  END IF;
  GRANT USAGE ON SCHEMA playbook TO playbook_reader;
  GRANT SELECT ON pages, images, page_images TO playbook_reader;
EXCEPTION
  WHEN insufficient_privilege OR duplicate_object THEN
    RAISE NOTICE 'the role playbook_reader could not be made: %', SQLERRM;
END
$$;
