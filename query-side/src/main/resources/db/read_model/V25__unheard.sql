-- It lapsed although we had told its owner nothing of it by dueAt: it does not count against the owner.
ALTER TABLE read_model.window_board ADD COLUMN unheard boolean NOT NULL DEFAULT false;
ALTER TABLE read_model.case_file_window ADD COLUMN unheard boolean NOT NULL DEFAULT false;
ALTER TABLE read_model.party_record_window ADD COLUMN unheard boolean NOT NULL DEFAULT false;
ALTER TABLE read_model.queue_item ADD COLUMN cause_unheard boolean NOT NULL DEFAULT false;
ALTER TABLE read_model.queue_lapse ADD COLUMN unheard boolean NOT NULL DEFAULT false;
