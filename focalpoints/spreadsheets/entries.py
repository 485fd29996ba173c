"""What imports of all published entries share: each is written, and taken back, as a version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import override

from focalpoints.models import Member, ProposedChange, Revision, Versioned
from focalpoints.review.outdated import follows_of_version
from focalpoints.review.publication import (
    Publication,
    import_entry,
    remove_entries,
    take_back_import,
)
from focalpoints.spreadsheets.places import Place, Places
from network.accounts.models import User
from network.importing.spreadsheets.cells import TextCell
from network.importing.spreadsheets.columns import Column
from network.importing.spreadsheets.resources import EntryResource, Row, WrittenRow
from network.values.lists import listed
from network.values.refusals import Refusal
from network.values.translations import FollowsEnglish, OutdatedTranslations, follow_each


class VersionedResource(EntryResource):
    """A kind of entry with versions, of one country, organisation or member."""

    model: type[Versioned]

    def __init__(self, *, by: Any = None, answers: dict[str, str] | None = None) -> None:
        self.places = Places(answers)
        self.acknowledged: set[str] = set()
        super().__init__(by=by, answers=answers)

    def held(self, **by: Any) -> Any:
        """The entry that fits, locked until the transaction ends, or None."""
        rows = self.model._default_manager.select_for_update(of=("self",)).filter(**by)
        found = rows.order_by("pk").first()
        self.acknowledged = set()
        if isinstance(found, FollowsEnglish):
            # What was outdated before is no matter of this import.
            self.acknowledged = {item.key for item in found.outdated_texts()}
        return found

    def mark_of(self, instance: Any) -> str:
        return str(instance.version)

    def write(self, instance: Any, is_new: bool) -> None:
        try:
            import_entry(
                instance,
                seen_version=instance.version,
                by=self.by,
                write_related=lambda: self.write_links(instance),
                acknowledged=self.acknowledged,
            )
        except OutdatedTranslations as outdated:
            raise Refusal(
                _(
                    "The English text changes, and these translations of the old one would stay: "
                    "{texts}. Put them into the file too, or change the entry on its own page."
                ).format(texts=listed([item.label for item in outdated.items]))
            ) from outdated

    def remove(self, entries: Sequence[Any]) -> None:
        """Delete entries that an import has added."""
        remove_entries(entries, by=self.undoing)

    def left_by_undo(
        self,
        marks: Mapping[int, str],
        new: Collection[int],
        about: Mapping[int, dict[str, Any]],
    ) -> dict[int, str]:
        content_type = ContentType.objects.get_for_model(self.model)
        drafts = ProposedChange.objects.open().filter(content_type=content_type, object_id__in=new)
        drafted = set(drafts.values_list("object_id", flat=True))
        entries = self.model._default_manager.in_bulk(marks)
        found = {}
        for key, mark in marks.items():
            if key not in entries:
                found[key] = _("It has been deleted since.")
            elif self.mark_of(entries[key]) != mark:
                found[key] = _("It has been changed since the import.")
            elif key in drafted:
                found[key] = _("Its member has an open draft of it.")
        return found

    def take_back(self, batches: Iterable[Sequence[WrittenRow]]) -> None:
        for rows in batches:
            entries = self.model._default_manager.in_bulk([row.key for row in rows])
            if new := [entries[row.key] for row in rows if row.before is None]:
                self.remove(new)
            before = {row.key: row.before for row in rows if row.before is not None}
            if before:
                versions = self._versions_before([entries[key] for key in before])
                publications = [
                    self._as_before(entries[key], said, versions[key])
                    for key, said in before.items()
                ]
                take_back_import(publications, by=self.undoing)

    def _as_before(self, entry: Any, before: Row, version: Revision) -> Publication:
        """`entry` as it is to say again what it said `before`, as its `version` did."""
        links = {}
        for name, value in before.items():
            field = entry._meta.get_field(name)
            if field.many_to_many:
                links[name] = value
            else:
                setattr(entry, field.attname, field.to_python(value))
        # What was outdated then is so again, and nobody is asked about it.
        outdated: set[str] = set()

        def write_related() -> None:
            for name, keys in links.items():
                getattr(entry, name).set(keys)
            if isinstance(entry, FollowsEnglish):
                follow_each(entry, follows_of_version(self.model, version, set(before)))
                outdated.update(item.key for item in entry.outdated_texts())

        return Publication(
            entry=entry,
            seen_version=entry.version,
            restored_from=version,
            write_related=write_related,
            acknowledged=outdated,
        )

    @property
    def undoing(self) -> User:
        """Who undoes an import: always a person."""
        assert isinstance(self.by, User)
        return self.by

    def _versions_before(self, entries: Sequence[Any]) -> dict[int, Revision]:
        """The version that each of `entries` had before the import, by their keys."""
        versions = Revision.objects.of_model(self.model)
        kept: dict[int, dict[int, Revision]] = defaultdict(dict)
        keys = [entry.pk for entry in entries]
        # Their values are read of those alone that are wanted.
        for version in versions.filter(object_id__in=keys).without_values():
            kept[version.object_id][version.number] = version
        found = {}
        for entry in entries:
            known, last = kept[entry.pk], entry.version
            is_version = last in known and known[last].source == Revision.Source.IMPORT
            earlier = [number for number in known if number <= last - is_version]
            if not earlier:
                raise Refusal(
                    _("“{entry}” has no version from before the import.").format(entry=entry)
                )
            found[entry.pk] = known[max(earlier)].pk
        rows = versions.in_bulk(found.values())
        return {key: rows[version] for key, version in found.items()}


def owner_columns(*, of: Callable[[Any], Any] = lambda entry: entry) -> list[Column]:
    """Whose an entry is: the portal's code, or a name in any of six languages.

    `of` leads from what a row is about to the entry or the member that says it.
    """
    text = TextCell()
    return [
        Column(
            "code",
            "Portal code",
            widget=text,
            is_identity=True,
            shown=lambda row: owner_code(of(row)),
        ),
        Column(
            "member",
            "Member",
            *("member state", "member name", "name", "owner", "code", "acronym"),
            *("membre", "etat membre", "nom", "sigle", "pays ou organisation"),
            *("miembro", "estado miembro", "nombre", "sigla", "pais u organizacion"),
            widget=text,
            is_identity=True,
            shown=lambda row: owner_name(of(row)),
        ),
        Column(
            "country",
            "Country",
            *("country name", "nation", "country code", "iso", "iso3", "iso code", "iso 3166"),
            *("pays", "nom du pays", "code pays", "code iso", "code du pays"),
            *("pais", "nombre del pais", "codigo de pais", "codigo iso", "codigo del pais"),
            widget=text,
            is_identity=True,
            only_imported=True,
        ),
        Column(
            "organisation",
            "Organisation",
            *("organization", "international organisation", "regional organisation"),
            *("organisation internationale", "organisation regionale"),
            *("organizacion", "organizacion internacional", "organizacion regional"),
            widget=text,
            is_identity=True,
            only_imported=True,
        ),
    ]


def owner_code(entry: Any) -> str:
    """The portal's code of whose an entry is."""
    return str(_place_of(entry).natural_key()[0])


def owner_name(entry: Any) -> str:
    """The English name of whose an entry is."""
    with override("en"):
        return str(_place_of(entry).name)


def _place_of(entry: Any) -> Place:
    if isinstance(entry, Member):
        return entry.identity
    owner = entry.owner
    return owner.identity if isinstance(owner, Member) else owner
