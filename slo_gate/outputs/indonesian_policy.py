"""The Indonesian sentences about rules, exemptions, freezes and scope: a part of the catalogue."""

from collections.abc import Mapping

POLICY: Mapping[str, str] = {
    # Policy: further conditions, rules of several, and where a rule stands
    "and": "{one}, dan {other}",
    "at.built_in": " (bawaan)",
    "reason.consumed_at_least": "{consumed} dari error budget terpakai",
    "reason.exhausts_within": "{remaining} dari error budget tersisa, yang bertahan {lasts} pada burn rate sekarang",
    "reason.coverage_below": "{coverage} dari jendela memiliki data",
    "rule.all": "aturan {rule} menetapkan {verdict} bila semua ini berlaku: {limits}",
    "rule.consumed_at_least": "aturan {rule} menetapkan {verdict} pada {threshold} atau lebih",
    "rule.exhausts_within": "aturan {rule} menetapkan {verdict} bila bertahan {threshold} atau kurang",
    "rule.coverage_below": "aturan {rule} menetapkan {verdict} di bawah {threshold}",
    "rule.unknown": "aturan {rule} menetapkan {verdict} untuk yang tidak diketahui",
    "rule.no_traffic": "aturan {rule} menetapkan {verdict} untuk yang tanpa lalu lintas",
    "limit.remaining_at_most": "tersisa {threshold} atau kurang",
    "limit.consumed_at_least": "terpakai {threshold} atau lebih",
    "limit.burn_rate": "burn rate {threshold} atau lebih",
    "limit.exhausts_within": "bertahan {threshold} atau kurang",
    "limit.coverage_below": "kurang dari {threshold} jendela memiliki data",
    "limit.unknown": "budget tidak diketahui",
    "limit.no_traffic": "tidak ada lalu lintas",
    "reason.tier": "SLO dari tingkat {tier} paling jauh memberi peringatan; selain itu: {verdict}",
    "reason.exempt": "dikecualikan sampai {until}, oleh {owner} ({ticket}): {reason}; selain itu: {verdict}",
    "do.exempt": "perbaiki sebelum pengecualian berakhir, atau sepakati tanggal yang lebih lambat",
    # Policy: what is said of a run whatever its budgets are
    "headline.freeze": "Pembekuan perubahan sedang berlaku",
    "headline.require_slo": "Sebuah layanan yang wajib memiliki SLO tidak memilikinya",
    "headline.unconcerned": "Perubahan ini tidak menyangkut SLO mana pun",
    "reason.freeze": "pembekuan perubahan {name} berlaku sampai {until}",
    "rule.freeze": "menetapkan {verdict}",
    "reason.require_slo": "tidak ada SLO untuk layanan {service}, padahal kebijakan mewajibkannya",
    "reason.unconcerned": "yang disentuh perubahan ini tidak menyangkut SLO mana pun, sehingga tidak ada budget yang dinilai",
    "do.coverage": "cari tahu mengapa data tidak ada: scraping, retensi, atau impor",
    # Policy tests
    "test.unreached": "tidak ada pengujian yang mencapai aturan ini",
    "test.invalid": "pengujian kebijakan tidak dapat dijalankan dalam keadaan sekarang: kode keluar {code}",
    "test.count.one": "1 pengujian kebijakan",
    "test.count.other": "{n} pengujian kebijakan",
    "test.passed": "{tests}: {passed} lulus, {failed} gagal",
}
