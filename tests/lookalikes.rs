//! Sheets that look as if they contradicted themselves, and do not: names and times are made up, the shapes are those of
//! real sheets. Not even a note may be said.
#![cfg(test)]

use carecheck::model::Unit;
use carecheck::source::{SourceFile, Sources};

const SILENT: &[(&str, &str)] = &[
    (
        "windows that only touch",
        r#"
treatment peel "Peel" day 1 hours 08:00..18:00
activity makeup "makeup"
activity sauna "saunas"
activity ice "ice" do "put ice on"
activity heat "heat" do "put heat on"
activity bath "baths"
event healed "your skin has healed"
avoid makeup through day 4
allow makeup from day 5
avoid sauna until +48h
allow sauna from +48h
do ice every 40min lasting 20min until +24h
do heat every 40min lasting 20min from +24h until +3d
avoid bath until later of healed and +2w
allow bath from later of +2w and healed
"#,
    ),
    (
        "kinds of one parent",
        r#"
treatment colour "Hair" day 0 hours 08:00..18:00
activity dye "hair dye"
activity permanent_dye "permanent dye" is dye
activity rinse_dye "dye that washes out" is dye
activity lifting "lifting"
activity lifting_5kg "lifting more than 5 kg" is lifting
activity lifting_10kg "lifting more than 10 kg" is lifting
avoid permanent_dye until +3w
allow rinse_dye from +1w
avoid lifting_5kg until +1w
avoid lifting_10kg until +2w
"#,
    ),
    (
        "a ban on a kind inside a wider permission",
        r#"
treatment surgery "Surgery" day 0 hours 08:00..18:00
activity exercise "exercise"
activity swimming "swimming" is exercise
activity walking "walking" is exercise do "walk"
activity vaccine "vaccines"
activity flu "the flu vaccine" is vaccine
activity live "live vaccines" is vaccine
allow exercise from +1d
avoid swimming until +2w
do walking daily from +1d until +2w
avoid vaccine within 2w of treatment except flu
allow flu
avoid live until +6mo
"#,
    ),
    (
        "conditions that exclude each other",
        r#"
treatment prp "PRP" day 0 hours 08:00..18:00
activity ice "ice" do "put ice on"
activity aspirin "aspirin"
activity condom "condoms" do "use condoms"
activity exercise "exercise"
fact joint "the joint" : one of knee "your knee", scalp "your scalp"
fact heart "you take aspirin for your heart" : yes/no
fact cycle "the day of your cycle" : number 1..35
patient event heart_attack "your last heart attack" before treatment
avoid ice until +72h when joint = knee
do ice 3 times daily until +48h when joint = scalp
avoid aspirin until +1w unless heart
allow aspirin until +1w when heart
do condom throughout until +1w when cycle > 7
avoid condom until +1w when cycle <= 7
avoid exercise until +1w unless heart_attack within 1y before treatment
allow exercise until +1w when heart_attack within 6mo before treatment
"#,
    ),
    (
        "the plan depends on when the appointment is",
        r#"
treatment colonoscopy "Colonoscopy" day 0 hours 07:00..17:00
activity prep "the laxative" do "drink the laxative"
activity breakfast "breakfast"
phase "Before noon" when treatment before 12:00 {
  do prep from day -1 18:00 until day -1 21:00
  avoid breakfast from day -1 until treatment
}
phase "At noon or later" when treatment at or after 12:00 {
  do prep from day 0 05:00 until day 0 06:00
  allow breakfast from day -1 until day -1 10:00
  avoid breakfast from day -1 10:00 until treatment
}
"#,
    ),
    (
        "firm and advised limits of one thing",
        r#"
treatment filler "Filler" day 0 hours 08:00..18:00
activity sun "sun"
activity diet "a soft diet" do "eat soft food"
activity flying "flying"
avoid sun until +2w
ideally avoid sun until +3mo
do diet throughout until +3d
ideally do diet throughout until +1w
avoid flying until +48h
ideally avoid flying until +1w
"#,
    ),
    (
        "an alarm on a kind of an expected sign",
        r#"
treatment dental "Extraction" day 0 hours 08:00..18:00
sign bleeding "bleeding"
sign heavy_bleeding "bleeding that fills your mouth" is bleeding
sign swelling "swelling"
sign sudden_swelling "swelling that returns" is swelling
sign oozing "oozing"
expect bleeding until +24h
alert heavy_bleeding
expect swelling until +1w
alert sudden_swelling from +3d
expect oozing until +48h
alert oozing from +48h
"#,
    ),
    (
        "exceptions",
        r#"
treatment filler "Lip filler" day 0 hours 10:00..19:00
activity lip_product "anything on your lips"
activity lip_balm "lip balm" is lip_product
activity nsaid "anti-inflammatories"
activity low_dose "low-dose aspirin" is nsaid
activity product "anything on your skin"
activity bland "bland cream" is product do "put on bland cream"
fact heart "you take aspirin for your heart" : yes/no
avoid lip_product until +24h except (lip_balm from +4h)
allow lip_balm from +4h
avoid nsaid until +2w except low_dose when heart
allow low_dose when heart
avoid product until +24h except bland
do bland 3 times daily until +24h
"#,
    ),
    (
        "a duty beside its ban",
        r#"
treatment transfer "Embryo transfer" day 0 hours 08:00..14:00
activity bladder "a full bladder" do "come with a full bladder"
activity lab_test "the test" do "do the test"

activity shield "the shield" do "wear the shield"
activity cream "cream" do "put on cream"
activity drops "drops" do "use your drops"
part night "at night" 22:00..07:00
avoid bladder from treatment until +1h
do bladder on arrival
do lab_test on days 12 to 14
avoid lab_test through day 11
do shield throughout until +24h
do shield daily night from +24h until +1w
avoid cream until day 1 08:00
do cream daily from day 2 until +2w
allow cream from day 1 08:00 until day 2 00:00
do drops every 6h until +24h
avoid drops from +24h until +48h
"#,
    ),
    (
        "another person acts",
        r#"
treatment fistula "Fistula" day 0 hours 08:00..18:00
activity dressing "the dressing" do "change the dressing"
avoid dressing until +1w
do dressing daily until +1w by "your nurse"
"#,
    ),
    (
        "before and after the treatment",
        r#"
treatment brows "Brows" day 0 hours 08:00..18:00
activity aspirin "aspirin"
activity shaving "shaving" do "shave the area"
activity sunscreen "sunscreen" do "put on sunscreen"
avoid aspirin within 72h before treatment
allow aspirin from treatment
do shaving on day -1
avoid shaving through day 3
avoid sunscreen on arrival
do sunscreen daily until +2w
"#,
    ),
    (
        "two events, or an event and a time",
        r#"
treatment surgery "Surgery" day 0 hours 08:00..18:00
activity driving "driving"
activity lifting "lifting"
event off_opioids "you take no more opioids"
event cleared "the doctor clears you"
avoid driving until off_opioids
avoid driving until +2w
avoid lifting until cleared
allow lifting from cleared
"#,
    ),
];

#[test]
fn nothing_is_said_of_what_only_looks_like_a_conflict() {
    for (name, program) in SILENT {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::load("a.care", program.as_bytes()).0);
        let (tree, errors) = carecheck::syntax::parse(id, sources.file(id));
        assert_eq!(errors, [], "{name}");
        let unit = Unit { files: vec![tree], ..Unit::default() };
        let found = carecheck::analyse(&sources, &unit, id).1;
        let told: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(told, <[&str; 0]>::default(), "{name}");
    }
}
