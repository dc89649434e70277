"""The Indonesian sentences about the last run, changes of promises, overrides and charts: a part of the catalogue."""

from collections.abc import Mapping

PAGES: Mapping[str, str] = {
    # Pages: the last run
    "since": "{points} poin sejak {commit}.",
    "since.last_run": "run terakhir",
    "course": "{before} (pada {commit}) → {now}",
    "resolved": "Sudah pulih: {headline}",
    "title.budgets": "Semua error budget",
    "chart.days": "hari",
    "chart.hours": "jam",
    "chart.now": "sekarang",
    "chart.remaining": "budget tersisa, %",
    "chart.spoken": "Burn-down: error budget tersisa dari {first} menjadi {last} selama {span}.",
    "window.days": "{n} hari",
    "window.hours": "{n} jam",
    # Pages: what changes in the promises
    "title.changes": "Yang berubah pada janji",
    "title.changes.weakened": "Yang berubah pada janji: ada yang menjadi lebih longgar",
    "changed.today": "hari ini {before} → {after}",
    "changed.today.only": "hari ini {left}",
    "changed.left": "tersisa {share}",
    "changed.over": "terlampaui {share}",
    "changed.unknown": "tidak terukur",
    "left_out.changes": "{n} perubahan lainnya tidak ditampilkan di sini; selengkapnya di ringkasan job dan laporan JSON.",
    "left_out.notes": "{n} catatan lainnya tidak ditampilkan di sini; selengkapnya di ringkasan job dan laporan JSON.",
    # Pages: overrides
    "headline.let_through": "Diloloskan dengan izin khusus",
    "headline.let_through.though": "Diloloskan dengan izin khusus: {headline}",
    "do.override": "Atau minta salah satu dari {allowed} meloloskannya: {ways}",
    "do.override.label": "dengan label {name} dan komentar berisi `slo-gate override: why`",
    "do.override.trailer": "dengan commit bertanda tangan yang pesannya berisi {name}: alasannya",
    "do.override.input": "dengan run manual yang `override-reason`-nya berisi alasan",
    "do.override.environment": "dengan menyetujui environment {name} disertai komentar",
    "overridden.by": "Diloloskan oleh {actor}, {way}, pada {at}.",
    "overridden.way.label": "dengan label",
    "overridden.way.trailer": "dengan trailer pada commit",
    "overridden.way.input": "dengan input workflow",
    "overridden.way.environment": "dengan menyetujui environment",
    "overridden.way.other": "dengan izin khusus",
    "overridden.approver": "Disetujui oleh {approver}.",
    "overridden.reason": "Alasan: {reason}.",
    "overridden.until": "Berlaku sampai {at}.",
    "overridden.where": "Lihat di sini.",
    # The text report's own words
    "header.environment": "environment {environment}",
    "note": "catatan",
}
