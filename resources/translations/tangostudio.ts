<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en">
<context>
    <name>tangostudio</name>
    <message>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source> (in the trash)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source> Files that lie in other folders stay there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source> It belongs to the account {account}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source> and download the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source> and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_bar.py"/>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source> dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source> of {account}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source> with {adapters}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_board.py"/>
        <source> · best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_board.py"/>
        <source> · worst</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source> · {ties} without a choice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>({value} to {value_2} %)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>, frees {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>, kept aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_board.py"/>
        <source>, tied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>1 star</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>16 bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>2 stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>24 bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>3 stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>32 bit float</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>4 stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>40 are enough to begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>5 stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>8 or more, so that it is not about one sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>; it needs an account that accepted its licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/category_edit.py"/>
        <source>A UCS category such as DOORWood, or a word of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_bar.py"/>
        <source>A and B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_clock.py"/>
        <source>A break keeps ears honest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>A download of another program, a drive, a folder on the network: files of known models are recognised by name, size and checksum. Nothing is changed there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_verbs.py"/>
        <source>A folder of recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>A is better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ended_work.py"/>
        <source>A job failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>A little back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>A little on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>A model is being downloaded; nothing of yours is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>A ranking needs at least three. Two can be compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_verbs.py"/>
        <source>A recording was not made by a model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_back.py"/>
        <source>A recording was not made from settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>A sound that cannot be played was left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/household.py"/>
        <source>A stored shortcut is not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>A take is exported when it gets them: once, and again when its sound has changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>A take of {seconds} s with {count} on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>A token{whose} is in use, {place}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>A tuning is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>A tuning is running. Its checkpoint is kept and it can go on at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>A word for all captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>A/B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_pairs.py"/>
        <source>AFTER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>AIFF</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <source>ALL {count} FILES</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/about_dialog.py"/>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>About Tango Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/votes_meter.py"/>
        <source>About {many} votes in which one sound was chosen describe a taste well. Pairs are chosen so that each answer tells most; one in ten comes again, to see how steady the answers are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Accept the licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Accept the licence and give an access token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Accept the licence in the browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Accept {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>Accept {name} and use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Access token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Access token…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_row.py"/>
        <source>Account needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Account {account}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Actions and their keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Adapter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Adapters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_page.py"/>
        <source>Adapters (*.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/tags_edit.py"/>
        <source>Add a tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_page.py"/>
        <source>Add an adapter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Add from a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <source>Add the edit that mends this; the sound itself stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Add the votes and adapters of such a file to what is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/starters_menu.py"/>
        <source>Add words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>Add {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Addresses and checksums, for another computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Addresses, sizes and checksums of what is missing, to carry to another computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Addresses, sizes and checksums. Fetch these files on a computer with a connection, bring them here on a drive, and choose “I already have the files”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>After</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <source>Again with one change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Again with one change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <location filename="../../tangostudio/ui/compare_view.py"/>
        <source>All bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>All choices of waveform and spectrogram.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <source>All files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <location filename="../../tangostudio/ui/importing.py"/>
        <source>All files ({patterns})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>All of its files together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>All projects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ended_work.py"/>
        <source>All takes are made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>All three grow evenly lighter with the level, also for eyes that see few colours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>All {total} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>An adapter of this program, or of a model's own trainer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Another folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Another pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <source>Another seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Another set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Any</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Any time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_form.py"/>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Artist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>As DAWproject…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>As REAPER project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>As a page to read or print</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>As a table (CSV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>As it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>As it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Ask the hub whether this token opens the model; nothing is stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Asking for the first file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Asking the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Asking the hub…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/record_dialog.py"/>
        <source>At most {seconds} seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>At the cursor: {reading}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Avoid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>Avoid (negative prompt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Avoid words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>B is better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <location filename="../../tangostudio/ui/trial_page.py"/>
        <source>Back to Tune</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/seed_row.py"/>
        <source>Back to random seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Back to the base model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <source>Back to the sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>Back to the takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_setup.py"/>
        <source>Back to the {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/quality_row.py"/>
        <source>Balanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Base model {name}, in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Base model {name}, not alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Become a few-step model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <location filename="../../tangostudio/ui/tune_pairs.py"/>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>Before it can learn your taste:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <source>Begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_handles.py"/>
        <source>Beginning of the fade out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/quality_row.py"/>
        <source>Best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Best first: which order is right?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Better than the one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Bit depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Blind test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>Blind test begun: {decided} of {pairs} pairs decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Blind test of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Blind test when done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>Blind test: pair {rendered} of {total} is made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>Blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>Both bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Brightest level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Bring the selected takes back from the trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Bring the true peak of the selected takes to -1 dBTP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Bring the wave back to the zero line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Broadcast Wave (bext)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <source>Build a prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>Build a prompt from parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Build a prompt…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>Build…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>CLAP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <location filename="../../tangostudio/ui/export_question.py"/>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <location filename="../../tangostudio/ui/record_dialog.py"/>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <location filename="../../tangostudio/ui/take_menus.py"/>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>Cancel all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Cancel all jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Cancel the running job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Cancel this tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_question.py"/>
        <source>Cancel tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_question.py"/>
        <source>Cancel “{name}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Candidates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Cannot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_row.py"/>
        <source>Cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <source>Caption</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Caption from {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/category_edit.py"/>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/category_chips.py"/>
        <source>Category of the takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Ceiling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <source>Change all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Change all weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_list.py"/>
        <source>Change its numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Change the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>Channels kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Checking the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Checking {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_place.py"/>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <source>Choose a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>Choose a folder of sounds, or drop one here. Twenty or more clips of a few seconds are a good beginning; your files are only read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Choose a folder or drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Choose a folder or drive…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_place.py"/>
        <source>Choose a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>Choose a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/library_problem.py"/>
        <source>Choose another folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_keeper.py"/>
        <source>Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/transport.py"/>
        <source>Choose device…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Choose file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>Choose the better of two sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Choose the better of two takes without seeing which is which.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Choose the left sound; in a ranking, move the one heard last to the better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>Choose the recordings first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Choose the right sound; in a ranking, move the one heard last to the worse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <source>Choose what sounds, and what it does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_round.py"/>
        <source>Choose with the arrow keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/parameter_row.py"/>
        <source>Choose {low} to {high}{unit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Choose “More like this” on a take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_place.py"/>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_chips.py"/>
        <source>Clear all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Clear edits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Clear filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Clear region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>Clear search and filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/editor.py"/>
        <source>Click a take to hear and see it. Up and Down play the one before and the next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_chips.py"/>
        <source>Click to let this filter go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tags_edit.py"/>
        <source>Click to take this tag away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>Clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/view_words.py"/>
        <source>Clips in {count} places.</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <source>Clips of this corpus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_words.py"/>
        <source>Clips once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Clips · {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>Clips, and what is left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/about_dialog.py"/>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/diagnostics_dialog.py"/>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <location filename="../../tangostudio/ui/inspect_dialog.py"/>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <location filename="../../tangostudio/ui/shortcuts_dialog.py"/>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>Close other programs, or choose a smaller rank and no change of all weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>Close other programs, or choose a smaller rank or fewer prompts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>Close other programs, or choose a smaller rank.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Close the window and the program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/notices.py"/>
        <source>Close this note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>Close while “{name}” is being tuned?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Coding history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/take_menus.py"/>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Colour: blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Colour: green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Colour: orange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Colour: purple</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Colour: red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Colour: yellow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/command_palette.py"/>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Commercial use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/actions.py"/>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_page.py"/>
        <source>Compare takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_page.py"/>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Compare two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Container</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Convert again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Converting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/diagnostics_dialog.py"/>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_dialog.py"/>
        <source>Copy as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Copy as files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/crash.py"/>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>Copy files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/diagnostics_dialog.py"/>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Copy the selected takes as files, to paste into a folder or a DAW.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Copy them here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Copy what happened as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Copyright</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/actions.py"/>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>Creator ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Crossfade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Ctrl Z takes it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Ctrl Z takes the last order back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Cue points where sounds begin, and labelled regions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Cut longer recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Cut the silence at both ends of the selected takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Cut what is softer from both ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>DAW project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>DC removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Darkest level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Decibels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>Decided pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <source>Defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/commands.py"/>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Delete everything in the trash for good?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Delete for good what lies in the trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Delete the model's files from this computer; takes stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <source>Delete this preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>Delete “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Deliver the selected takes as finished files, by a preset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Deliver the selected takes as the last ones, into the same folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Delivery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_report.py"/>
        <source>Delivery report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Designer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Desktop message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/diagnostics_dialog.py"/>
        <source>Diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Diagnostics…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Difference to the other take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <source>Differs in: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/tune_needs.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <location filename="../../tangostudio/ui/take_menus.py"/>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>Dither is added for 16 bit only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Do it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>Do this earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>Do this later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>Do this next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Download the file that differs again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Download the files that are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Download the model, or go on with it where it stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Download {name}{size}{account}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Downloading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/quality_row.py"/>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector.py"/>
        <source>Drag a take's card into your DAW to use it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drag_handle.py"/>
        <source>Drag into your DAW or a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drag_handle.py"/>
        <source>Drag the selected takes out as files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_handles.py"/>
        <source>Drag to fade; the other mouse button chooses its shape.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_handles.py"/>
        <source>Drag to trim. Cuts snap to zero crossings; hold Ctrl to cut exactly there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Draw the other take's outline over the waveform.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>Drop files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>ERB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/starters_menu.py"/>
        <source>Earlier prompts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/household.py"/>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Edit shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/shortcuts_dialog.py"/>
        <source>Edit shortcuts…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_bar.py"/>
        <source>Edit the sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_list.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Edits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-3-medium.toml"/>
        <location filename="../../models/stable-audio-3-small-music.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx.toml"/>
        <location filename="../../models/stable-audio-open-small.toml"/>
        <source>Eight steps are what the model was made for; more change little.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/household.py"/>
        <source>Empty the trash, or move the library to another disk in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Empty trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>Empty trash…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/seed_row.py"/>
        <source>Empty: a new random seed for every take.
A number: this seed for the first take, the next ones for the others.
The same seed and settings make the same sound again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_handles.py"/>
        <source>End of the fade in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_handles.py"/>
        <source>End of the sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>End the region at the playhead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_form.py"/>
        <source>Ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/commands.py"/>
        <source>Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Equal power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Every kilohertz has the same height.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Every octave has the same height.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Every pair is judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Every set is ranked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Everything here runs on this computer. A licence belongs to the sounds too: every take keeps the one of its model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Export again with the last settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_question.py"/>
        <source>Export anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Export as DAWproject…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Export as REAPER project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Export by itself to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>Export taste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Export taste…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_place.py"/>
        <source>Export to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <source>Export {count} file</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <source>Export {count} files</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <source>Export {takes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/inspector.py"/>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/region_verbs.py"/>
        <source>Extend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Extend…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>FLAC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <source>FXName</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Fade in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Fade in {length}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Fade in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Fade out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Fade out {length}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Fade out…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Failed: {message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Family of #{take}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Faster by a semitone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Favourites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>Few steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>Few steps {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_row.py"/>
        <source>Fewer facts on {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>Fields in braces are filled in for each take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <source>Fields of {files}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>File format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>File names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <source>File {number} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>Files of this export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>Files that are left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <source>Files that will be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Fill the prompt and all values from the selected take, its seed included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Fill the screen with the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Fill the view with the region.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Filter by caption, category or file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Filter the clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Filter the takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_chips.py"/>
        <source>Filter {filter}, remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Filter · {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_chips.py"/>
        <source>Filters in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/command_palette.py"/>
        <source>Find a command, a project or a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Find a command…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <source>Find a setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <source>Find a setting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcuts_dialog.py"/>
        <source>Find an action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Find an action or a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Find an action or a key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcuts_dialog.py"/>
        <source>Find an action…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Find takes by title, prompt, tag or note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Finish the running job and start no other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>First it learns where its own longer way ends; without that it may lose the sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>First steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_running.py"/>
        <source>First the base plays prompts that are never learned from. What you hear of them now is what you will compare with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Fit the whole take into the view.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Fits in memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Fold the end over the beginning, so that it repeats without a seam.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_place.py"/>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <source>Folder for the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Folder of models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>Folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>Folders below the chosen one, such as {example}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>For each of your clips, so many of two at once, with both captions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>For listening and scoring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>For sale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Forget it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Forget this job; made takes stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Form of the captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_form.py"/>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Found in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Four near this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Four takes that start from this take's own noise, mixed with new noise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <source>Free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <location filename="../../tangostudio/ui/widgets.py"/>
        <source>Free for any use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Free memory of this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <source>Free space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Free space…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Free the model's memory after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Frequencies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Frequencies spaced as the ear hears them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Frequencies spaced by the width of the ear's own filters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>From a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>From a project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>From a project ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>From audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>From recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <source>From take #{take}: “{title}”. Its own seed is kept, so that only the change is heard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>From {start:.2f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_bar.py"/>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_bar.py"/>
        <source>Gain in decibels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Gain…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>Generate {takes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Generation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Genre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Get</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Get it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_watch.py"/>
        <source>Get it in Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Get models…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Get the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Get the rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Getting ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Getting the model ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Getting {name}, {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Get…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Give actions other keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Give another access token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>Give it a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Give the open project another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Give the selected takes 1 star.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Give the selected takes 2 stars.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Give the selected takes 3 stars.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Give the selected takes 4 stars.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Give the selected takes 5 stars.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Give the take another title.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Give this order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>Go on behind the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_offer.py"/>
        <source>Go on to the next one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Go on with a sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Go on with the download where it stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Go on with the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>Go to Compare mode and vote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Go to Create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Go to a model first: the Tab key moves from one to the next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Go to prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Good at {sounds}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>Green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Grey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-3-medium-base.toml"/>
        <location filename="../../models/stable-audio-3-medium.toml"/>
        <location filename="../../models/stable-audio-3-small-music-base.toml"/>
        <location filename="../../models/stable-audio-3-small-music.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx-base.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx.toml"/>
        <location filename="../../models/stable-audio-open-1.0-diffusers.toml"/>
        <location filename="../../models/stable-audio-open-1.0.toml"/>
        <location filename="../../models/stable-audio-open-small-base.toml"/>
        <location filename="../../models/stable-audio-open-small.toml"/>
        <location filename="../../models/starter-few-steps.toml"/>
        <location filename="../../models/starter.toml"/>
        <location filename="../../models/tango.toml"/>
        <location filename="../../models/tango2-full.toml"/>
        <location filename="../../models/tango2.toml"/>
        <location filename="../../models/tangoflux-base.toml"/>
        <location filename="../../models/tangoflux.toml"/>
        <location filename="../../models/toy-crash.toml"/>
        <location filename="../../models/toy-fail.toml"/>
        <location filename="../../models/toy-hang.toml"/>
        <location filename="../../models/toy-memory.toml"/>
        <location filename="../../models/toy-slow.toml"/>
        <location filename="../../models/toy.toml"/>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <source>Guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Half as fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear both channels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear number 1 of the selected takes from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear number 2 of the selected takes from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear number 3 of the selected takes from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear number 4 of the selected takes from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear number 5 of the selected takes from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear number 6 of the selected takes from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear number 7 of the selected takes from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear number 8 of the selected takes from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear number 9 of the selected takes from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear selected take 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear selected take 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear selected take 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear selected take 4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear selected take 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear selected take 6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear selected take 7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear selected take 8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear selected take 9</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear sound A.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear sound B.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear sound C.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear sound D.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear sound E.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear takes a semitone higher and as much faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear takes a semitone lower and as much slower.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear takes an octave higher, at double speed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear takes an octave lower, at half speed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear takes at their own speed, forwards and in stereo again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear takes backwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear the last second and the first one after it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear the left channel on both sides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear the middle of both channels, as one loudspeaker would.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear the other of A and B, or of two selected takes, from the same moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear the right channel on both sides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hear the selected takes as they were made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>Hear what changed, then let a blind test decide.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_bar.py"/>
        <source>Hear {letter}, take {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Hide quieter sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Hide rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>High: only a hint of the sound stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>How different the sounds of one prompt are from each other; it should not fall.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>How far it is from the recordings; where the clips kept aside rise again, it learns the others by heart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>How far one step of it is from where its longer way ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>How long a take needs is known after the first one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-open-1.0-diffusers.toml"/>
        <location filename="../../models/stable-audio-open-1.0.toml"/>
        <location filename="../../models/stable-audio-open-small-base.toml"/>
        <location filename="../../models/stable-audio-open-small.toml"/>
        <source>How long the sound is: the model is told it and leaves the rest of its window silent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-3-medium-base.toml"/>
        <location filename="../../models/stable-audio-3-medium.toml"/>
        <location filename="../../models/stable-audio-3-small-music-base.toml"/>
        <location filename="../../models/stable-audio-3-small-music.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx-base.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx.toml"/>
        <source>How long the sound is: the model is told it, and works on six seconds of silence after it too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/tangoflux-base.toml"/>
        <location filename="../../models/tangoflux.toml"/>
        <source>How long the sound is: the model is told it. It always works on 30 seconds, so a short take costs as much.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/starter-few-steps.toml"/>
        <location filename="../../models/starter.toml"/>
        <source>How long the take is: a steady sound fills it, a short one is followed by silence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>How many sounds have a fault: silence, clipping, a hard end. It should not rise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>How many takes are made, each from its own seed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>How many takes one press makes until another number is chosen in the prompt panel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>How much an adapter can change; more takes memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>How much more sounds are to your taste, as far as it was learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>How much nearer sounds are to their prompts than the base's were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/tango.toml"/>
        <location filename="../../models/tango2-full.toml"/>
        <location filename="../../models/tango2.toml"/>
        <source>How much of the 10.24 seconds that are made is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>How much of the sound is made anew: little stays close to it, all keeps nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <source>How near</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>How often candidates are made, judged and learned from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-3-medium-base.toml"/>
        <location filename="../../models/stable-audio-3-small-music-base.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx-base.toml"/>
        <location filename="../../models/stable-audio-open-1.0-diffusers.toml"/>
        <location filename="../../models/stable-audio-open-1.0.toml"/>
        <location filename="../../models/stable-audio-open-small-base.toml"/>
        <location filename="../../models/starter.toml"/>
        <location filename="../../models/tango.toml"/>
        <location filename="../../models/tango2-full.toml"/>
        <location filename="../../models/tango2.toml"/>
        <location filename="../../models/tangoflux-base.toml"/>
        <location filename="../../models/tangoflux.toml"/>
        <source>How strictly the prompt is followed: higher is plainer and less varied, 1 is loosest and twice as fast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>How takes are heard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>How the take is drawn: frequencies, window, levels, colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>How the takes that are exported by themselves are delivered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Hz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>I already have the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>I already have the files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/importing.py"/>
        <source>Import a folder of sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Import a folder of sounds…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>Import as take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>Import recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/importing.py"/>
        <source>Import sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Import sounds…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>Import taste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Import taste…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>Import {count} take</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>Import {count} takes</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>Importing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Impressions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Impressions (spectrum, course, texture, width) learn a taste fastest; the starter's ear knows what a sound is of, CLAP in more words, once it is fetched in Models mode. Another choice learns the taste anew from the same votes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcuts_dialog.py"/>
        <source>In Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <source>In full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>In how fine numbers a model computes where no graphics card does. Automatic is bfloat16 where the processor is made for it, else float32. Takes remember theirs, and the same seed sounds a little different in another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_form.py"/>
        <source>In the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>In the trash. “Put back from trash” in the Take menu restores it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>In turns: one step of the model, one step of its critic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <location filename="../../tangostudio/ui/inspect_dialog.py"/>
        <source>Inspect a sound file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Inspect a sound file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/inspector.py"/>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Instead of an adapter's few; takes much more memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Integrated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Interface size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Interrupted with {left} to make: {prompt}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Into the folder of the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>Into the library, to rate, search and export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>Into the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <source>Is “{name}” better than the base?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>It can be tuned without votes too: then it learns to match prompts better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>It goes on from its checkpoint in round {round} of {rounds}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>It goes on from its checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>It is deleted for good in {count} day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>It is deleted for good in {count} days.</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_words.py"/>
        <source>It is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_verbs.py"/>
        <source>It is in the trash already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>It was stopped after {done} of {total} files; nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>It was stopped; nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>It works best with {needs}; {size} are free now. With less it keeps parts on the disk and is slower.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Its file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_row.py"/>
        <source>Its files are handed only to accounts that accepted its licence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Its files lie in folders that are not the program's own, and are not deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Its size is known once the download begins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Jobs that wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>Keep base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <location filename="../../tangostudio/ui/model_verbs.py"/>
        <location filename="../../tangostudio/ui/tune_question.py"/>
        <source>Keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Keep it in the system's key store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Keep its loudness and beats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_verbs.py"/>
        <source>Keep models in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Keep models in another folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/seed_row.py"/>
        <source>Keep one seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>Keep the base, reject {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <source>Keep the changes in this preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Keep the edited sound as a take of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Keep the region alone; the original stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Keep the token as chosen{also}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>Keep these filters as a list…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Keep what is in the trash for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/tune_needs.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Kept aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Kept aside · {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/shortcuts_dialog.py"/>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Keywords</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <source>Keywords are the takes' tags.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <source>Kind of sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>LUFS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Last {count} day</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Last {count} days</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Lay the selected takes out on tracks by category, with their files beside the project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>Lay the takes out on tracks by category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Learn from recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>Learn from the takes of a project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>Learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>Learning {name} from prompts alone on the {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>Learning {name} from recordings on the {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>Learning {name} from {votes} on the {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Leave empty to go on with the one in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Leave out near duplicates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_question.py"/>
        <source>Leave these out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Leave this pair or ranking without a vote.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Left channel alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>Left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Left out · {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-3-medium-base.toml"/>
        <location filename="../../models/stable-audio-3-medium.toml"/>
        <location filename="../../models/stable-audio-3-small-music-base.toml"/>
        <location filename="../../models/stable-audio-3-small-music.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx-base.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx.toml"/>
        <location filename="../../models/stable-audio-open-1.0-diffusers.toml"/>
        <location filename="../../models/stable-audio-open-1.0.toml"/>
        <location filename="../../models/stable-audio-open-small-base.toml"/>
        <location filename="../../models/stable-audio-open-small.toml"/>
        <location filename="../../models/starter-few-steps.toml"/>
        <location filename="../../models/starter.toml"/>
        <location filename="../../models/tango.toml"/>
        <location filename="../../models/tango2-full.toml"/>
        <location filename="../../models/tango2.toml"/>
        <location filename="../../models/tangoflux-base.toml"/>
        <location filename="../../models/tangoflux.toml"/>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <location filename="../../tangostudio/ui/transport.py"/>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let A be the take that is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let B be the take that is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let a model learn from your votes, and check blind what it learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Let go of {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let the model learn from your votes; it can be paused and taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let the model remake the seam, so that the take repeats without one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let the next takes begin as a sound file and move away from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let the next takes begin as the selected take and move away from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let the selected takes fall to silence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let the selected takes rise from silence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Let the take go on for longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/export_form.py"/>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Level fitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/record_dialog.py"/>
        <source>Level of the microphone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Level to reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Library folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Licence not accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_question.py"/>
        <source>Licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Like #{take}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Likeness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <location filename="../../tangostudio/ui/widgets.py"/>
        <source>Limited use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>Line {line}: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>Listen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_round.py"/>
        <source>Listen to all {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_round.py"/>
        <source>Listen to both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Listen to the seam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_round.py"/>
        <source>Listen to {letter} for {amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_round.py"/>
        <source>Listen to {most} and {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>Lists ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>LoRA rank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_amounts.py"/>
        <source>LoRA rank {rank}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Loading {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Loading {what} · {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Log in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Log in for {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Log in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Long texts, to test the layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Longer recordings are cut into pieces of this length.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Longer spectrogram window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Longest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Longest length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>Look at the clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>Look at the clips of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_setup.py"/>
        <source>Look at the last tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Look for its files in a folder or drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Look for them in a folder or drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Look in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Look through a folder or drive for files of known models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>Looking for sounds…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Looking through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Looking through the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Loop points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>Loop seamlessly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Loop {length}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>Lossy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_words.py"/>
        <source>Loudest at {moment} seconds, {level}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <source>Loudest peak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Loudness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Low: it stays close to the sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Lower the spectrogram's darkest level by 10 dB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>MLP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>MP3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Made here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Made in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Made in the account's settings; one that may only read is enough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Made today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/about_dialog.py"/>
        <source>Made with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Made with Tango Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Magma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Magma, viridis, grey.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Make all equally loud</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <source>Make another take of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Make at least two takes of one prompt; then choose the better one here, without seeing which is which.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make four takes that are near this one, at the middle distance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <source>Make it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make it A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make it B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Make loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make loop…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Make more takes of one prompt to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/region_verbs.py"/>
        <source>Make seamless loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make seamless loop…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make takes from the prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Make takes with {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make the demonstration project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make the region anew and keep the rest as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make the selected takes equally loud; no peak is clipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make the take again with another prompt, seed, length, steps or guidance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_bar.py"/>
        <source>Make the take that is shown {letter}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make the takes louder or softer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make the takes that are compared equally loud, or hear them as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Make the takes that are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_setup.py"/>
        <source>Make the {model} quick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/region_form.py"/>
        <source>Make {count} take</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/region_form.py"/>
        <source>Make {count} takes</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Make, hear and edit takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>Makes more of what you would choose, for any prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>Makes sounds like those in a folder of yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>Makes takes in 4 to 8 steps, so that they come sooner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>Making “{name}”: the {model} in few steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_verbs.py"/>
        <location filename="../../tangostudio/ui/region_verbs.py"/>
        <source>Mark a region first: drag over the waveform.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Mark in the taskbar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Mark or unmark the selected takes as favourites.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Mark or unmark the selected takes as rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Mark the selected takes with a colour, or with none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Marker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Markers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Markers and loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Match loudness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Match the set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Mel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_needs.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>Memory is short: clips are learned in smaller parts, which takes longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>Memory is short: pairs are learned one by one, which takes longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <source>Mend: {flag}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Menu: every action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Middle: its course stays, the material changes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Missing: {missing}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Mix all channels into one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Mixed clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/header.py"/>
        <location filename="../../tangostudio/ui/household.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>Model and critic hold each other: level lines are good, running away is not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Model at start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Model {name}{with_it}, licence {licence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Model ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/actions.py"/>
        <location filename="../../tangostudio/ui/header.py"/>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Models are kept in another folder from the next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Models on the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Models that are downloaded are kept here. Empty: the program's own folder. Takes effect at the next start; models that are there already stay where they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_able.py"/>
        <source>Models that can:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Momentary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Mono</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_bar.py"/>
        <source>More edits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_row.py"/>
        <source>More facts on {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>More like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>More models…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>More prompts and words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>More steps learn more, take longer, and may learn the clips by heart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-open-small-base.toml"/>
        <source>More steps work the sound out more finely and take longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-open-1.0-diffusers.toml"/>
        <location filename="../../models/stable-audio-open-1.0.toml"/>
        <source>More steps work the sound out more finely and take longer. 100 is usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/tango.toml"/>
        <location filename="../../models/tango2-full.toml"/>
        <location filename="../../models/tango2.toml"/>
        <source>More steps work the sound out more finely and take longer: 100 is usual, 200 is best.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/tangoflux-base.toml"/>
        <location filename="../../models/tangoflux.toml"/>
        <source>More steps work the sound out more finely and take longer: 25 is quick, 50 is usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-3-medium-base.toml"/>
        <location filename="../../models/stable-audio-3-small-music-base.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx-base.toml"/>
        <source>More steps work the sound out more finely and take longer: fifty are usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/starter.toml"/>
        <source>More steps work the sound out more finely and take longer; a few give a quick idea.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Move the playhead a little back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Move the playhead a little on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Move to another project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_menus.py"/>
        <source>Move to project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Move to trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <source>Move to…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>My recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>My sound {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>My taste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>My taste {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_keeper.py"/>
        <source>My {preset}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_keeper.py"/>
        <source>My {preset} {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_pairs.py"/>
        <source>NOW</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_pairs.py"/>
        <source>NOW, AFTER ROUND {round}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <location filename="../../tangostudio/ui/tune_setup.py"/>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_setup.py"/>
        <source>Name of the adapter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Name of the corpus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>Name of the list:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/projects_menu.py"/>
        <source>Name of the project:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Name of the sound library, as it is written into the files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Name of this corpus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_form.py"/>
        <source>Names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Names and sizes first, then checksums of what fits. Large drives take a while.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/kinds_hint.py"/>
        <source>Nearest kinds:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>Needs recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>Needs your votes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>Negative prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Neither is better; in a ranking, tie the one heard last with the one before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <source>Never learned from: it shows whether what is learned holds for others too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>New and changed files are read; the others stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>New list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>New name of the list:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/projects_menu.py"/>
        <source>New name of the project:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/projects_menu.py"/>
        <source>New project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>New project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>New recordings to learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>New takes begin as this sound and move away from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>New token…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_running.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>New tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>New ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Newest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Next spectrogram colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Next take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Next: {prompt}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>No action is called that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_page.py"/>
        <source>No adapter is in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>No clear difference between {name} and the base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>No clip is like that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>No colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>No connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>No difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>No file could be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>No file's true peak goes over this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>No files of known models there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>No jobs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>No key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>No layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>No lists yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_able.py"/>
        <source>No model on this computer can; the Models page has others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>No model passes these filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <source>No other model takes room here. Free some on this disk, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>No recordings yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <source>No setting is called that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>No sound was found there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>No stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>No take matches {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector.py"/>
        <source>No take selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>No takes yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>No three takes of one prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Nobody measured how much memory it needs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>None of them is any good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_bar.py"/>
        <source>Normalise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Normalise loudness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Normalise loudness…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Normalise peak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>Not enough votes yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Not logged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <source>Not meant for what this preset is for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Not on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Not rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>Not tested yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_able.py"/>
        <source>Not with the {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_cards.py"/>
        <source>Not with this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <source>Nothing differs yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Nothing fades or slides. Where the system asks for that, it holds without this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Nothing in {folder} has the name and size of a model's file. Choose another folder, or take the shopping list to a computer that has a connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_page.py"/>
        <source>Nothing is being tuned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/command_palette.py"/>
        <source>Nothing is called that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Nothing is in the way.{whose}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_facts.py"/>
        <source>Nothing is known of your taste yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Nothing is missing: every model is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Nothing is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/editor.py"/>
        <source>Nothing is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Nothing is sent anywhere: sounds are made on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Nothing to compare yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>Nothing voted yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source>Nothing was made from this take yet, and it came from no other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_pairs.py"/>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Numbered sets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>OGG Vorbis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Of clips that sound nearly the same one is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Of how many prompts candidates are made in each round.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Of the presets for games and film; Podcast, Raw and your own have theirs. Film and games use 48 000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Of the same presets. 32 is floating point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Of the window's texts. Takes effect at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Off: no delivered file says what was asked for; model, seed and licence are always written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Offline, on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Offline: everything stays on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Oldest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>On prompts that were kept aside: {told}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>On top of the system's own scaling. Takes effect at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_words.py"/>
        <source>One channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>One of the two cannot be played · S goes to another pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>One of the two cannot be played · go back and begin the test anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>One of them cannot be played · S goes to another set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/importing.py"/>
        <source>Only files that Tango Studio exported do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>Only files that Tango Studio exported have them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Only layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Only models that the free memory is enough for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Only models whose sounds may be sold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/region_verbs.py"/>
        <source>Only the seam of end and beginning is made anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Only what is over full scale is brought down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Only what you hear; takes stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Only while another program's window is in front. It never takes the keyboard away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Only while nothing else plays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/household.py"/>
        <source>Only {size} are free where the library lies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>Open as prompt sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Open it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Open it in the browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Open licence page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>Open report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Open the demonstration project and make the takes that it lacks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Open the folder that holds all takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Open the folder that holds the take's sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Open the folder with its files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Open the licence page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Open the page of tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>Opus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>Orange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_view.py"/>
        <source>Order kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>Order of the takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Order of the takes: {order}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Origin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Originator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Other take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Other texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Otherwise those that are longer are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Outline of the other take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Outline over it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/transport.py"/>
        <source>Output device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/meter.py"/>
        <source>Output level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <source>Pair {rendered} of {total} is made · </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Parts of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Parts of the layers' names, with commas between them; [0-11] is a range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Paste an access token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>Pause or resume the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>Pause queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Pause the download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Pause the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Pause this tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Pause tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Peak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Peak {level:g} dBTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Peaks up to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/meter.py"/>
        <source>Peaks: left {left} dB, right {right} dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Perform a sound with your voice; takes keep its loudness and beats.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/record_dialog.py"/>
        <source>Perform the sound with your voice or hands. Its loudness and beats are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Picture settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Picture settings: {now}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Picture settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/transport.py"/>
        <location filename="../../tangostudio/ui/tune_cell.py"/>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play E</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play backwards from here; again is faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play from here; again is faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play from start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_offer.py"/>
        <source>Play one of them first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play or stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Play the first new take when it arrives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play the take from its beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Play the take, or stop it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_cell.py"/>
        <source>Play {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Precision on the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Preparing the demonstration: {number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Preset at first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Preset of that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_form.py"/>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <source>Presets that ship keep their name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <source>Presets that ship stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/key_field.py"/>
        <source>Press a key… (Escape: none)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Previous take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>Progress of reading the recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <source>Progress of the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Progress of the running job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_row.py"/>
        <source>Progress of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/household.py"/>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <source>Project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Project {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Project {name}: open another, start or rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Project ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>Project: open, start or rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/region_form.py"/>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>Prompt match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Prompt panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <location filename="../../tangostudio/ui/starting.py"/>
        <source>Prompt sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Prompt sheet…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>Prompt, seed, model and settings come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>Prompt: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>Prompts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>Purple</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Put a prompt together from what sounds, what it does, where and how near.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Put back from trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_dialog.py"/>
        <source>Put everything that the file says on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>Put in a field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>Put the files on the clipboard, to paste them into a folder or a DAW</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Put the playhead at the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Put the playhead at the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Put the selected takes into another project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Put the selected takes into the trash; undo brings them back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Put the takes in order by how much they sound like this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <source>Put them into another project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>Put this card away for good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Put this message away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Put three to five takes into an order, or compare two at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/quality_row.py"/>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>Quality flags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Queue many prompts from a table (CSV); it is shown before anything is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>Queue {takes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Quieter than</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/library_problem.py"/>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Raise the spectrogram's darkest level by 10 dB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_page.py"/>
        <source>Rank several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Rank several takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>Rate kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Read its folder again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Read the licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>Read {count} clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>Read {count} clips</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>Reading the recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>Reading {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_dialog.py"/>
        <source>Reading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Ready · the model's memory is free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/record_dialog.py"/>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/key_field.py"/>
        <source>Record a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/record_dialog.py"/>
        <source>Record a start sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Record a start sound…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/record_dialog.py"/>
        <source>Record again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/starting.py"/>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <location filename="../../tangostudio/ui/tune_needs.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>Recordings to learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Record…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>Red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Redo a stretch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/region_verbs.py"/>
        <source>Redo this region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Redo this region…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Reduce motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/transport.py"/>
        <source>Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Region ends here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Region starts here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Reject {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <source>Reject, export and trash work on all of them, too. One undo takes a change back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <location filename="../../tangostudio/ui/edit_form.py"/>
        <location filename="../../tangostudio/ui/edit_list.py"/>
        <location filename="../../tangostudio/ui/model_row.py"/>
        <location filename="../../tangostudio/ui/model_verbs.py"/>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Remove DC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Remove a corpus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_verbs.py"/>
        <source>Remove model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Remove the model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Remove the region.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>Remove this job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_list.py"/>
        <source>Remove {edit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Remove {name} from this computer?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <source>Remove {name}, frees {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Remove {name}{frees}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Remove “{name}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <source>Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>Rename list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/projects_menu.py"/>
        <source>Rename project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Rename project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <source>Rename this preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>Rename “{name}”…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Repeat the region, or the whole take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/diagnostics_dialog.py"/>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <location filename="../../tangostudio/ui/widgets.py"/>
        <source>Research only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>Reset all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <source>Resume queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Resume this tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Resume tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Reverse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Reversed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_blend.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Reward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Right channel alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Roll back to the base model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Roughly; the exact size is known once the download begins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>Round {round} of {rounds}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Rounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>Rows of the sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>Rows that cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source>Run this branch again with one change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>Same answer again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_pairs.py"/>
        <source>Same seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Sample rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Sampler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Save as file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Save as new take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <source>Save as own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Save the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>Search looks at titles, prompts, tags and notes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Search takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Search takes, tags, prompts…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/toy-crash.toml"/>
        <location filename="../../models/toy-fail.toml"/>
        <location filename="../../models/toy-hang.toml"/>
        <location filename="../../models/toy-memory.toml"/>
        <location filename="../../models/toy-slow.toml"/>
        <location filename="../../models/toy.toml"/>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>Seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/region_form.py"/>
        <source>Seconds longer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>See Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/kinds_hint.py"/>
        <source>See what it knows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>See which models can be removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>See which models there are, get them and remove them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/seed_row.py"/>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_slots.py"/>
        <location filename="../../tangostudio/ui/edit_verbs.py"/>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <location filename="../../tangostudio/ui/region_verbs.py"/>
        <location filename="../../tangostudio/ui/starting.py"/>
        <location filename="../../tangostudio/ui/take_verbs.py"/>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Select a take first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector.py"/>
        <source>Select a take to see how it was made: its prompt, seed, model and loudness.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Select all takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Select every rejected take that is shown, to put them into the trash together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Select every take that is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_verbs.py"/>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Select one take first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Select rejected takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_slots.py"/>
        <source>Select several takes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_verbs.py"/>
        <source>Select takes in the trash first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Select the next take and play it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Select the take before and play it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_actions.py"/>
        <source>Select two takes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_slots.py"/>
        <source>Select two takes, or make one A and another B.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Selected take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>Set a filter or search for something first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_form.py"/>
        <source>Shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_blend.py"/>
        <source>Share of your taste in the reward, percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Shopping list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Shopping list…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <source>Short name of the sound, best of at most 25 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>Short sign of who made the sounds, in every file's name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Shorter spectrogram window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Shortest length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/models_watch.py"/>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show a longer stretch of the take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show a shorter stretch of the take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_pairs.py"/>
        <source>Show all {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Show as a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Show as cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show every shortcut on one sheet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show everything that a sound file says of itself, whoever wrote it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_details.py"/>
        <source>Show folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <location filename="../../tangostudio/ui/inspect_dialog.py"/>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show library folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show or fold the panel on the left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show or fold the panel on the right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show quieter sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show soft parts of the waveform larger.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source>Show take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Show the jobs that wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Show the take that it came from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show the takes as a list that a click on a heading puts in order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show the takes as cards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Show the token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Show the trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show versions, machine, models and the last problems, to copy as one report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show what this computer can do and the keys to know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Show what was pasted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show where it comes from…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Show which take came from which</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show which take came from which, and with what change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Show whole take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>Shows what it would make; nothing starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Shuttle back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Shuttle forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>Sign of the project or library, in every file's name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Silence is below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Silence put behind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Silence trimmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_words.py"/>
        <source>Silent from {begin} to {end} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Slow end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Slow start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Slower by a semitone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Smart lists</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Smooth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_form.py"/>
        <source>Snap to zero crossings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Software</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Some models are handed only to accounts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/crash.py"/>
        <source>Something went wrong that should not have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/about_dialog.py"/>
        <source>Sound effects from a prompt, made on your own machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_card.py"/>
        <source>Sound file is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <location filename="../../tangostudio/ui/importing.py"/>
        <location filename="../../tangostudio/ui/starting.py"/>
        <source>Sound files ({patterns})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_pane.py"/>
        <source>Sound {letter}, {heard}, {does}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_pane.py"/>
        <source>Sound {letter}: {trouble}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Sounds are heard by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Sounds are made with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Sounds of each prompt; the best and the worst become a pair.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>Source ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>Space plays again · Ctrl Z takes the last answer back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Space plays again · Ctrl Z takes the last vote back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector.py"/>
        <source>Space plays it, 1 to 5 give stars, X rejects, E exports.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Space plays the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>Space plays · Enter edits the caption</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Spectrogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Spectrogram colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/editor.py"/>
        <source>Spectrogram of {take}, {seconds} seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Spectrogram: ERB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Spectrogram: linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Spectrogram: logarithmic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Spectrogram: mel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Speed in semitones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Speed, direction and channels: {now}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>Split to mono</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Stands before every caption, so that the word brings this sound back in a prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <location filename="../../tangostudio/ui/take_menus.py"/>
        <source>Stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Stars that are enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Start a project with its own takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/starting.py"/>
        <source>Start from a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Start from a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Start from a recording of your voice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Start from a sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Start from a sound file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Start from nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Start from the take that is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>Start from this sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Start from this take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_back.py"/>
        <source>Start new takes from its sound instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_handles.py"/>
        <source>Start of the sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Start the region at the playhead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Start tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Starting the model's process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Starts when the download before it is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Step {number}: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-3-medium-base.toml"/>
        <location filename="../../models/stable-audio-3-medium.toml"/>
        <location filename="../../models/stable-audio-3-small-music-base.toml"/>
        <location filename="../../models/stable-audio-3-small-music.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx-base.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx.toml"/>
        <location filename="../../models/stable-audio-open-1.0-diffusers.toml"/>
        <location filename="../../models/stable-audio-open-1.0.toml"/>
        <location filename="../../models/stable-audio-open-small-base.toml"/>
        <location filename="../../models/stable-audio-open-small.toml"/>
        <location filename="../../models/starter-few-steps.toml"/>
        <location filename="../../models/starter.toml"/>
        <location filename="../../models/tango.toml"/>
        <location filename="../../models/tango2-full.toml"/>
        <location filename="../../models/tango2.toml"/>
        <location filename="../../models/tangoflux-base.toml"/>
        <location filename="../../models/tangoflux.toml"/>
        <location filename="../../models/toy-crash.toml"/>
        <location filename="../../models/toy-fail.toml"/>
        <location filename="../../models/toy-hang.toml"/>
        <location filename="../../models/toy-memory.toml"/>
        <location filename="../../models/toy-slow.toml"/>
        <location filename="../../models/toy.toml"/>
        <location filename="../../tangostudio/ui/again_dialog.py"/>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Steps of each take afterwards: fewer are quicker, more sound better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Steps · CFG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Steps/take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>Stereo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <location filename="../../tangostudio/ui/record_dialog.py"/>
        <location filename="../../tangostudio/ui/transport.py"/>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Stop after this step and free the processor; it goes on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Stop for now; the conversion begins anew later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Stop for now; what is there stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Stop for now; what was checked stays checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Stop here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Stop the download for now; what is there stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Stop the job and empty the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Stop the job that is running; finished takes stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_cell.py"/>
        <source>Stop {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Stop, and play on from here the next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>Stopped: {files} written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Store the order of the ranking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Strength of {name}, percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Strength: {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Strength: {value} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/category_chips.py"/>
        <source>Suggested category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/category_chips.py"/>
        <source>Suggested category: {name}, {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Swap A and B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Switch every adapter off; nothing is deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_offer.py"/>
        <source>Switch to ranking first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <location filename="../../tangostudio/ui/transport.py"/>
        <source>System default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>TAKE #{number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/starting.py"/>
        <source>Tables ({patterns})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Tag {tag}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tags_edit.py"/>
        <source>Tag {tag}, remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Tail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source>Take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Take all recordings of a folder into the library as takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Take it out of the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>Take one of them away to see what is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Take recordings into the library as takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Take the last change back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Take the stars away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Take the token out of the key store and out of use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>Take {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>Take {place} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Take {take} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <location filename="../../tangostudio/ui/region_form.py"/>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <location filename="../../tangostudio/ui/takes_view.py"/>
        <source>Takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Takes after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Takes as a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Takes as cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>Takes begin as a sound and move away from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Takes of one prompt are numbered as a set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Takes of one set get the same loudness, as loud as the softest of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Takes per press</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>Takes stay here for {count} day, then they are deleted for good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>Takes stay here for {count} days, then they are deleted for good.</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>Takes stay here until the trash is emptied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Takes that loop say so to samplers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <source>Takes that were made with a model stay when it is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Takes that were made with it stay. New ones need {name} again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Takes that were trashed longer ago are deleted for good when the program starts. 0 keeps them until the trash is emptied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Takes that you give enough stars are delivered there at once. Empty: none are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Takes to hear, compare, rate and export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Takes, votes and exports live here. Empty: a folder in your home. Takes effect at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_place.py"/>
        <source>Tango Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Tango Studio shopping list.txt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <location filename="../../tangostudio/ui/search_bar.py"/>
        <source>Taste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_facts.py"/>
        <source>Taste: {words} · {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>Tastes (*{suffix})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_setup.py"/>
        <source>Teach the {model} the sound of your recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Tell frequencies apart more finely, moments less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Tell moments apart more finely, frequencies less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Test it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Text (*.txt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Texts (LIST INFO)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/category_chips.py"/>
        <source>The category that the takes get. A second click takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>The demonstration project is ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>The end of a take runs into its beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>The files are meant to be sold: licences that do not allow that are asked about.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>The hub could not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_cards.py"/>
        <source>The job failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>The list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>The model that stands ready when the program starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/stable-audio-3-medium.toml"/>
        <location filename="../../models/stable-audio-3-small-music.toml"/>
        <location filename="../../models/stable-audio-3-small-sfx.toml"/>
        <location filename="../../models/stable-audio-open-small.toml"/>
        <location filename="../../models/starter-few-steps.toml"/>
        <source>The model works without guidance, which makes it quick.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_back.py"/>
        <location filename="../../tangostudio/ui/take_verbs.py"/>
        <source>The model {name} is not here any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>The network is asked {few_calls} times for a take instead of {calls} ({usual}): {times} times less work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>The next take after that waits until the model is loaded again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <source>The pairs are made first; that takes a moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <source>The pairs are ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>The project or library that they are for: the fourth part of UCS file names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_back.py"/>
        <source>The prompt and the numbers were filled in for the model in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>The prompt and the recipe, so that a take can be made again from its file. Off leaves every trace of them out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>The queue is paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>The recordings in your folder stay; what was read of them is deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <source>The rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>The same for DAWs that open DAWproject, such as Bitwig, Cubase and Studio One.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <source>The same prompts and seeds, with it and without it, unnamed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/importing.py"/>
        <source>The settings of {name} are back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sounds.py"/>
        <source>The sound cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>The sound library that the files belong to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>The starter's ear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>The studio or company, as it is written into the files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/region_verbs.py"/>
        <source>The take goes on after its end; what it has now stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>The takes and their sound files cannot be brought back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/start_section.py"/>
        <source>The takes get louder and softer when the sound does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>The taste is learned anew from all votes.{known}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>The trash is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>There are no jobs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_keeper.py"/>
        <source>There is a preset {name} already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_offer.py"/>
        <source>There is no sound {letter} now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_place.py"/>
        <source>There is not enough room in this folder. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_offer.py"/>
        <location filename="../../tangostudio/ui/trial_page.py"/>
        <location filename="../../tangostudio/ui/tune_page.py"/>
        <source>There is nothing to compare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/actions.py"/>
        <source>There is nothing to do for it now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>There is nothing to redo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>There is nothing to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>They stay where they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>This computer: {parts}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>This format has no bit depth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>This frees {size}.{kept} {stays}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/parameter_row.py"/>
        <source>This model works with one value only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>This order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>This project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_pairs.py"/>
        <source>This sound cannot be played</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_view.py"/>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>This sound cannot be played. {hint}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <location filename="../../tangostudio/ui/tune_pairs.py"/>
        <source>This sound cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>This system has no key store to keep it in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_verbs.py"/>
        <source>This take has no edits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>This tune</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Throw it away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Throw this tuning away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>Tick at least one model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Tie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Tie with the one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/transport.py"/>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Time reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/time_ruler.py"/>
        <source>Time ruler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/diagnostics_dialog.py"/>
        <source>To send along when something does not work. It holds no prompts, no names and no folders of yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>To the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>To the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>To −23 LUFS, as far as peaks allow it; otherwise levels stay as recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Trim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Trim silence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>Trim silence below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Trim to region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>True peak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/library_problem.py"/>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <location filename="../../tangostudio/ui/take_menus.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>Try again later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <source>Try again to get {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Try again; what is there stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>Try the job again; made takes stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/actions.py"/>
        <location filename="../../tangostudio/ui/header.py"/>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Tune</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_page.py"/>
        <source>Tune a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_able.py"/>
        <source>Tune the {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_setup.py"/>
        <source>Tune the {model} to your taste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ended_work.py"/>
        <source>Tuning ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>Tuning “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Turn the files into safetensors again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Turn the selected takes round, or back again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Turning {files} into safetensors, once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Twice as fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../models/starter-few-steps.toml"/>
        <source>Two steps are best here; one is quicker, and with more of them takes grow alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Type a few letters of anything that can be done here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Type a tag for the selected takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Type in the prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>UMID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/widgets.py"/>
        <source>Unknown licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>Unknown use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>Up to {end:.2f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/smart_lists.py"/>
        <source>Update “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Use adapters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Use files that are here already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_watch.py"/>
        <location filename="../../tangostudio/ui/record_dialog.py"/>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Use it until the program ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>Use its settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Use my files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Use the next seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Use the seed after it for the next takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>Use the token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>Use these files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <source>Use this prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>Use this seed for the next takes. Alt-click: the seed after it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/kinds_hint.py"/>
        <source>Use {kind} instead of {unknown}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>Use {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_menus.py"/>
        <source>Variation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Variation: between</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Variation: far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Variation: near</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Variation: very far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Variation: very near</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>Variety</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/about_dialog.py"/>
        <source>Version {version} · Apache License 2.0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Version, licences and what the program is made of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Viridis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>Vote in Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_needs.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Votes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_facts.py"/>
        <source>Votes on one prompt teach little: make takes of other prompts too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/votes_meter.py"/>
        <source>Votes: {useful} useful, {others} without a choice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <source>WAV (BWF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Warm up first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>Warming up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Waveform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Waveform in decibels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/editor.py"/>
        <source>Waveform of {take}, {seconds} seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_needs.py"/>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>What is dragged out of the window is made by it, and the export sheet begins with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>What is learned can be tested once it is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>What is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>What is there stays; it goes on from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <source>What it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <source>What it is like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_question.py"/>
        <source>What it learned so far is thrown away. Pause it to keep that. Your votes, recordings, takes and adapters stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_setup.py"/>
        <source>What it learns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_setup.py"/>
        <source>What it learns from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>What it needs while it works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_cards.py"/>
        <source>What it shall learn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_needs.py"/>
        <source>What it takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>What should it sound like?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>What should not be heard, for example music</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <source>What sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_dialog.py"/>
        <source>What the file says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>What was done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ended_work.py"/>
        <source>What was learned can be heard and tested.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_page.py"/>
        <source>What was left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/command_palette.py"/>
        <source>What would you like to do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>What you move to the trash can be brought back from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>When work ends out of sight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/prompt_builder.py"/>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source>Where it comes from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Where takes are heard. The system's own follows what is plugged in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>Which is closer to what you want?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Which parts of the network an adapter changes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source>Which take came from which</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>While it is in use, takes are made in {few} without guidance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>While the key is held, show where the take is louder and softer than the other one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Who designed the sounds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Who made the sounds, in few letters: the third part of UCS file names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>Whole blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>With problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>With so few clips it may learn them by heart: listen for copies, or give it more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>Without problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>Word for all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/actions.py"/>
        <source>Works in {modes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Worse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>Worse than the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>Write a prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Write the prompts into the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Write votes, taste and adapters as one file, to take them to another computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>Write what you want to hear on the left, then press Ctrl+Enter. Takes appear here one by one; a click plays them. Recordings can be dropped here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <source>Writing the project {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_dialog.py"/>
        <source>Writing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <source>Written into the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>Wrong token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>Yellow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>You answered this pair as before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_texts.py"/>
        <source>You answered this pair differently than before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>Your name, as it is written into the files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <source>Your own preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>Your taste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/action_table.py"/>
        <source>Zoom to region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/lists.py"/>
        <source>a new list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_back.py"/>
        <source>a sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>a table in the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source>a take that was deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>a text file beside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/words.py"/>
        <source>about {hours} hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_place.py"/>
        <source>about {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/words.py"/>
        <source>about {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/adapters.py"/>
        <source>accepting an adapter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/adapters.py"/>
        <source>adapter strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>adapters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tags_edit.py"/>
        <source>add tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>after the first check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_running.py"/>
        <source>after this round</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <source>again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_amounts.py"/>
        <source>all of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/export_question.py"/>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/queue_popup.py"/>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>any</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/precision_words.py"/>
        <source>as fast as float32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_bar.py"/>
        <source>as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>at most {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>avoid words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>being read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>bfloat16: half the memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>by chance alone so many come once in over 10,000 tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>by chance alone so many come once in {many} tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <source>category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>changed while it was read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/lists.py"/>
        <source>changing a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/editing.py"/>
        <source>clearing edits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>clipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>clips it learns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>clips kept aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/widgets.py"/>
        <source>closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <source>colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/votes_meter.py"/>
        <source>consistency shows after a few repeated pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>creator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>critic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>critic on prompts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>critic's penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>dBTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>damaged or no sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>download paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>edited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_tiles.py"/>
        <source>enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>everything is made and stays on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>extended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>file is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_cards.py"/>
        <source>finished takes stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>float32: exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>from a sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>from its checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>from the environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>from the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>from {sources}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <source>from {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_watch.py"/>
        <source>get it in Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>go from take to take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>go on with a sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_pane.py"/>
        <source>heard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>hf_…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>iXML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/imports.py"/>
        <source>importing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>in the system's key store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>in use · {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>in use · {value} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/precision_words.py"/>
        <source>int8 has no effect on {models}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/precision_words.py"/>
        <source>int8 mainly saves memory. Whether it is faster depends on the processor and the model: “tangostudio models precision ID” measures it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>int8, text encoder too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>int8: least memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>interrupted when the program ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>is being checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>is being converted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>is being downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>it can be paused at any time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>its files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>its sound file is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_amounts.py"/>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <source>kept aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>kept by another program of this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/words.py"/>
        <source>less than a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>limited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>listen to it, then let a blind test decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>made again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>makes takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>making candidates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>match with the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_bar.py"/>
        <source>matched ±{lu} LU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>may not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <source>mend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>min idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>minus {level} LUFS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>model: {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>mono</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/shelving.py"/>
        <source>moving to a project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <source>moving to trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>nearly the same as another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>negative: {negative}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>no GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>no clear difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>no key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <source>no problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/category_edit.py"/>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <location filename="../../tangostudio/ui/export_content.py"/>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_level.py"/>
        <source>none,</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>none, prompts alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <source>not checked yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>not finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_running.py"/>
        <source>not heard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_pane.py"/>
        <source>not heard yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_needs.py"/>
        <source>not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>not measured yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>not whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_tiles.py"/>
        <source>not yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <source>notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>nothing is lost: it goes on from its checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>nothing says what it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>of repeated pairs, 70 % or more {spread}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_votes.py"/>
        <source>of repeated pairs; 70 % or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>of {seconds} asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_needs.py"/>
        <source>on this computer; you can go on working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_round.py"/>
        <source>one more second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/widgets.py"/>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <source>or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>per take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>per take, estimate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_board.py"/>
        <source>place {place} of {count}{tied}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_pane.py"/>
        <source>play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_pane.py"/>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <source>playing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>playing prompts as it is now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>playing prompts it never learns from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>playing the same prompts again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>plays and stops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_blend.py"/>
        <source>prompt match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>prompt: {prompt}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>quality flags {now} %, were {then} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/seed_row.py"/>
        <source>random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/comparing.py"/>
        <source>ranking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <source>rating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>reading the recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>redo a stretch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>region redone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/transport.py"/>
        <source>region {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <source>rejecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/adapters.py"/>
        <source>rejecting an adapter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/lists.py"/>
        <source>removing a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/delivering.py"/>
        <source>removing a preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <source>renaming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/lists.py"/>
        <source>renaming a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>research</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <source>restoring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>reuse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>reverse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>roll back to this any time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/adapters.py"/>
        <source>rolling back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/delivering.py"/>
        <source>saving a preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/editing.py"/>
        <source>saving as a new take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>seconds: {seconds}  steps: {steps}  guidance: {guidance}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>see “What it takes”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_cards.py"/>
        <source>seed {seed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>seeds: {seeds}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/category_edit.py"/>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <source>several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/precision_words.py"/>
        <source>sound differs by {db} dB (another seed: {other} dB)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_names.py"/>
        <source>source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/settings.py"/>
        <source>stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>start from a sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_cards.py"/>
        <source>starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_side.py"/>
        <source>starts from the base again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>step 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_cards.py"/>
        <location filename="../../tangostudio/ui/job_words.py"/>
        <source>step {step} of {steps}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>stereo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_cards.py"/>
        <source>stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>such as layers.0, ff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_form.py"/>
        <source>such as layers.[0-11], attn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>surely less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>surely more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/adapters.py"/>
        <source>switching an adapter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/marking.py"/>
        <source>tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/job_cards.py"/>
        <source>take {take} of {takes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/precision_words.py"/>
        <source>takes {ratio} times as long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>taste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_words.py"/>
        <source>taste minus {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_words.py"/>
        <source>taste plus {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>the file's metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>the file's name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>the folder's name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>the form of all captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>the same as another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/precision_words.py"/>
        <source>the sound stays the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>the take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_empty.py"/>
        <source>these filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <source>title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_menu.py"/>
        <location filename="../../tangostudio/ui/view_bar.py"/>
        <source>to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>to come</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>to get</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>too short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_take.py"/>
        <source>tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>typed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>under 0.001</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>until the program ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>up to {maximum} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>up to {most} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>variation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>variety {now}, was {then}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/studio/comparing.py"/>
        <source>vote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>waits for its download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>warming up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_running.py"/>
        <source>when it is learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/votes_meter.py"/>
        <source>you agree with yourself {times} times in 10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>you can go on working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_blend.py"/>
        <source>your taste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_blend.py"/>
        <source>your taste (after some votes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>{about}, as measured here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>{about}: an estimate until its first take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{answers} · {decided} of {pairs} decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>{bits} bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <source>{count} FILE</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_selected.py"/>
        <source>{count} SELECTED</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <source>{count} TAKE</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/inspector_many.py"/>
        <source>{count} TAKES</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} adapter</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} adapters</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} answers</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_words.py"/>
        <source>{count} are for research only</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>{count} are there</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/words.py"/>
        <source>{count} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_words.py"/>
        <source>{count} cannot be written</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{count} channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/view_words.py"/>
        <source>{count} channels.</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>{count} clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>{count} clip each</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>{count} clips</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>{count} clips each</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/command_palette.py"/>
        <source>{count} command</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/command_palette.py"/>
        <source>{count} commands</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>{count} core</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>{count} cores</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>{count} could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} day</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} days</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{count} different</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{count} edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{count} edits</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>{count} file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <source>{count} file could not be exported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>{count} file could not be written, {written}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drag_out.py"/>
        <source>{count} file is on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/drag_out.py"/>
        <source>{count} file is ready: drag it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>{count} file written and checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <location filename="../../tangostudio/ui/drag.py"/>
        <location filename="../../tangostudio/ui/drops.py"/>
        <source>{count} files</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/drag_out.py"/>
        <source>{count} files are on the clipboard</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/drag_out.py"/>
        <source>{count} files are ready: drag them again</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <source>{count} files could not be exported</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>{count} files could not be written, {written}</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/found_dialog.py"/>
        <source>{count} files so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>{count} files written and checked</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>{count} frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>{count} frames</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} hours</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_words.py"/>
        <source>{count} is for research only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>{count} is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/starting.py"/>
        <source>{count} job queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>{count} job waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/starting.py"/>
        <source>{count} jobs queued</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/jobs_bar.py"/>
        <source>{count} jobs waiting</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>{count} kept aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>{count} left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>{count} line cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>{count} lines cannot be used.</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} minutes</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>{count} missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_list.py"/>
        <source>{count} more edits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ended_work.py"/>
        <source>{count} new take</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/ended_work.py"/>
        <source>{count} new takes</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_question.py"/>
        <source>{count} of {total} takes may not be used commercially</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>{count} other file is left alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>{count} other files are left alone.</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} own pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} own pairs</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} pairs</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>{count} problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/flags_view.py"/>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>{count} problems</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>{count} prompt: </source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} prompts</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>{count} prompts: </source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>{count} recording to import</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>{count} recordings to import</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} round</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} rounds</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>{count} row</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>{count} rows</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} second</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} seconds</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>{count} star</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>{count} stars</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} step</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} steps</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{count} take has problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <location filename="../../tangostudio/ui/importing.py"/>
        <source>{count} take imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source>{count} take of one family.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/takes_model.py"/>
        <source>{count} take selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} takes</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{count} takes have problems</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <location filename="../../tangostudio/ui/importing.py"/>
        <source>{count} takes imported</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/lineage_view.py"/>
        <source>{count} takes of one family.</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/takes_model.py"/>
        <source>{count} takes selected</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/votes_meter.py"/>
        <source>{count} useful vote</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/votes_meter.py"/>
        <source>{count} useful votes</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} vote</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/counts.py"/>
        <source>{count} votes</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>{count} was in the project already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>{count} were in the project already.</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>{done} of {count} file</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>{done} of {count} files</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/import_dialog.py"/>
        <source>{done} of {count} · {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{duration} left on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_options.py"/>
        <source>{fields} stand for what was found; the rest stands in every caption.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <source>{files} exported to {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>{files} on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>{have} of {count} found{size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>{hours} h {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>{id}   ·   cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shortcut_editor.py"/>
        <source>{key} belongs to “{owner}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/parameter_row.py"/>
        <source>{label}, fixed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/parameter_row.py"/>
        <source>{label}, value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>{least} s or longer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{least} to {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/filter_words.py"/>
        <source>{least} to {most} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_round.py"/>
        <source>{left} more seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>{left} without their files were left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_bar.py"/>
        <source>{letter} +{lu} LU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_pane.py"/>
        <source>{letter} was {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>{level:+.1f} dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_bar.py"/>
        <location filename="../../tangostudio/ui/edit_form.py"/>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>{level:g} LUFS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>{level} LUFS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/parameter_row.py"/>
        <source>{low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/command_palette.py"/>
        <source>{many}  ·  Enter runs, Escape closes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>{milliseconds:.0f} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/words.py"/>
        <source>{minutes} min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <location filename="../../tangostudio/ui/export_words.py"/>
        <source>{minutes} min {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/generate_panel.py"/>
        <source>{model} cannot avoid things.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method.py"/>
        <source>{model} cannot learn in this way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/kinds_hint.py"/>
        <source>{model} may not know “{unknown}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>{model}: {time} per take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>{model}: {time} per take, estimated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/header.py"/>
        <source>{mode} mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ranking_round.py"/>
        <source>{moves} · Enter when it is right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>{names} cannot go on without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ab_bar.py"/>
        <source>{name}
{keys} swaps A and B where they play.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/settings_dialog.py"/>
        <source>{name} (not here now)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <source>{name} ({state})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>{name} cannot be removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{name} could not go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/importing.py"/>
        <source>{name} does not say how it was made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <source>{name} exported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>{name} is handed only to accounts that accepted its licence. This is done once; afterwards everything works without a connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>{name} is here already, or on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{name} is learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>{name} is likely better than the base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_view.py"/>
        <source>{name} is not being downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_watch.py"/>
        <source>{name} is not on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{name} is paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_watch.py"/>
        <source>{name} is ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/models_watch.py"/>
        <source>{name} is used instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <source>{name} needs more room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{name} was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{name} was interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <source>{name} with {count} sound is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="../../tangostudio/ui/export_verbs.py"/>
        <source>{name} with {count} sounds is written</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_presets.py"/>
        <source>{name} · changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/precision_words.py"/>
        <source>{name}, measured here: {told}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_adapters.py"/>
        <source>{name}, number {number}, {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>{name}: it holds no sounds.{gone}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/key_table.py"/>
        <source>{name}: {key} belongs to {owner}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>{name}: {summary}. Log in there and accept it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/command_palette.py"/>
        <source>{name}: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/key_table.py"/>
        <source>{name}: “{key}” is no key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>{needed} to accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_amounts.py"/>
        <source>{needs} of {has} free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{pairs} pairs · {wins} wins to accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>{part} of {whole}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/meter.py"/>
        <source>{peaks}. Clipped; a click takes the mark away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/precision_words.py"/>
        <source>{precision}: {speed}, {smaller} times smaller, {sound}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_question.py"/>
        <source>{preset} is a preset for files that are sold. These takes were made by models whose licence is for research only. If you export them, the licence is written into the files and into the report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <source>{preset}, in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_view.py"/>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>{problem} · choose one in the settings to listen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{prompts}, {candidates} candidates each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>{rate} Hz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/precision_words.py"/>
        <source>{ratio} times as fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>{relation} of #{parent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <source>{rendered} of {total} pairs are made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/sheet_dialog.py"/>
        <source>{rows}, {takes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>{sample_rate} kHz {channels}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>{seconds:.1f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>{seconds} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_table.py"/>
        <location filename="../../tangostudio/ui/corpus_words.py"/>
        <location filename="../../tangostudio/ui/export_outcome.py"/>
        <location filename="../../tangostudio/ui/export_table.py"/>
        <location filename="../../tangostudio/ui/export_words.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{seconds} s in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/words.py"/>
        <source>{seconds} s left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{seconds} s of {made} made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>{seconds} seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_amounts.py"/>
        <source>{seconds} seconds ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/hearing_popup.py"/>
        <source>{semitones} st · {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/space_dialog.py"/>
        <source>{size} are free now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>{size} at {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>{size} disk free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_place.py"/>
        <location filename="../../tangostudio/ui/workspace.py"/>
        <source>{size} free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>{size} memory free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/first_run.py"/>
        <source>{size} of disk free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/widgets.py"/>
        <source>{stars} of 5 stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/region_verbs.py"/>
        <source>{start:.2f} to {end:.2f} s is made anew, the rest stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/edit_words.py"/>
        <source>{start:.2f} – {end:.2f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>{start} to {end} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>{steps} with guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>{steps}, no guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/difference_legend.py"/>
        <source>{take} louder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_amounts.py"/>
        <source>{time} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_offer.py"/>
        <source>{title}  #{id} · seed {seed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_losses.py"/>
        <source>{title}: {told}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_offer.py"/>
        <source>{to_hear} first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ranking_round.py"/>
        <source>{to_hear} to rank them · 1 to {count} play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_round.py"/>
        <source>{to_hear} to vote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{use} · model {licence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>{use} · {licence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/export_format.py"/>
        <location filename="../../tangostudio/ui/inspect_words.py"/>
        <source>{value} kHz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_running.py"/>
        <source>{value} percent done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>{value}, plus or minus {half}, against the base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>{votes} and {adapters} exported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>{votes} and {adapters} imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/taste_sharing.py"/>
        <source>{votes} here already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/votes_meter.py"/>
        <source>{votes} of about {many}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>{what} of sounds, the base had {value} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_rule.py"/>
        <source>{what} with the blind test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{what} · {unit} {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_curves.py"/>
        <source>{what}, the base had {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/crash.py"/>
        <source>{what}. Your takes are safe; you can go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{wins} of {decided} blind wins against the base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_words.py"/>
        <source>{wins} of {decided} blind wins: no clear difference{kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>{wins} wins of the tuned model, {losses} of the base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>{wins} won · {losses} lost{ties}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>“{name}” is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>“{name}” is learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>“{name}” is not finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>“{name}” is not finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>“{name}” is not learned yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_watch.py"/>
        <source>“{name}” is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_dialog.py"/>
        <source>“{name}” is ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/corpus_choice.py"/>
        <source>“{name}” is still being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_method_words.py"/>
        <source>“{name}”: {clips}, {length}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_board.py"/>
        <source>“{prompt}” · {length} s · loudness matched · names hidden until you choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_pair.py"/>
        <source>“{prompt}” · {length} s · loudness matched · same seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/ranking_round.py"/>
        <source>← → move {letter} · T ties it with the one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_words.py"/>
        <source>▲ True peak {peak} dBTP is over -1 dBTP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/recipe.py"/>
        <source>⚠ Its sound file is gone from the library's audio folder. Put the file back, or make the take again with R and Generate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>⚠ Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>⚠ {name} could not be written: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>✓ Comes with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>✓ Copied to the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>✓ In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_words.py"/>
        <source>✓ Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/shopping_dialog.py"/>
        <source>✓ Saved as {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/token_dialog.py"/>
        <source>✓ The token opens {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/tune_tiles.py"/>
        <source>✓ enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/compare_pane.py"/>
        <source>✓ heard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/model_dialog_words.py"/>
        <source>✓ {files} found, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>✓ {name} is better than the base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/take_card.py"/>
        <location filename="../../tangostudio/ui/take_list.py"/>
        <source>✕ rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../tangostudio/ui/trial_result.py"/>
        <source>✕ {name} is worse than the base</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
