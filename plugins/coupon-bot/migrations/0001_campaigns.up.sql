-- Campaigns: people enter with a picture of theirs, and winners are drawn so that anybody can check it.

create table campaign (
  tenant_id uuid not null,
  id uuid not null,
  -- In the public address.
  slug text not null,
  -- draft, open (its dates say the rest), closed (by hand, before its end)
  state text not null default 'draft',
  -- campaigns/api.ts: what people read, dates in the tenant's zone, platforms, limits, overlay.
  plan jsonb not null,
  -- The plan's dates as moments.
  starts_at timestamptz,
  ends_at timestamptz,
  -- Goes up when the words of consent or privacy change; entries keep the one that they agreed to.
  consent_version int not null default 1,
  last_number int not null default 0,
  -- Hex. Its SHA-256 is public from the first day, itself from the first draw.
  seed text not null,
  -- Hex. Signs forms, and hides addresses.
  form_key text not null,
  revision int not null default 1,
  edited_at timestamptz not null,
  edited_by text not null default '',
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index campaign_by_slug on campaign (tenant_id, slug);
create index campaign_by_time on campaign (tenant_id, created_at desc, id desc);
select host.secure('campaign');

-- What visitors of public pages uploaded: taken in and made anew. What no entry took is deleted after a day.
create table upload (
  tenant_id uuid not null,
  -- Unguessable: who knows it may use it.
  id uuid not null,
  -- Undefined for a logo on the generator's page.
  campaign_id uuid,
  file_key text not null,
  -- SHA-256 of the file, in hex.
  hash text not null,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaign (tenant_id, id) on delete cascade
);
create index upload_by_file on upload (tenant_id, file_key);
create index upload_by_time on upload (made_at);
select host.secure('upload');

create table entry (
  tenant_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- 1, 2, 3 in the order of entering, without gaps.
  number int not null,
  -- in, disqualified, erased
  state text not null default 'in',
  email text,
  -- As far as two spellings are one inbox.
  email_key text,
  -- By platform.
  links jsonb not null default '{}',
  upload_id uuid,
  picture_hash text,
  fit text not null default 'cover',
  -- SHA-256 of the code that the person got: how they find themselves in the list.
  receipt_hash text not null,
  form_nonce text not null,
  -- Hides the address of the network; tells only that two are the same.
  address_key text,
  consent_version int not null,
  consent_text text not null,
  entered_at timestamptz not null,
  reason text not null default '',
  decided_by text not null default '',
  decided_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaign (tenant_id, id) on delete cascade
);
create unique index entry_by_number on entry (tenant_id, campaign_id, number);
create unique index entry_by_email on entry (tenant_id, campaign_id, email_key) where email_key is not null;
create unique index entry_by_form on entry (tenant_id, campaign_id, form_nonce);
create index entry_by_picture on entry (tenant_id, campaign_id, picture_hash);
create index entry_by_address on entry (tenant_id, campaign_id, address_key);
create index entry_by_upload on entry (tenant_id, upload_id);
select host.secure('entry');

-- The first draw, and each that replaced a winner. Nothing of a draw is ever changed.
create table draw (
  tenant_id uuid not null,
  campaign_id uuid not null,
  number int not null,
  -- Of the first draw: the lines that were drawn from, and their SHA-256.
  list text,
  list_hash text,
  winners int[] not null,
  -- Of the others: whose place was drawn again, and why.
  replaces int,
  reason text not null default '',
  drawn_at timestamptz not null,
  drawn_by text not null,
  primary key (tenant_id, campaign_id, number),
  foreign key (tenant_id, campaign_id) references campaign (tenant_id, id) on delete cascade
);
create unique index draw_replaces on draw (tenant_id, campaign_id, replaces) where replaces is not null;
select host.secure('draw');
