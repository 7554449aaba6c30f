"""https://www.opendental.com/site/apidocuments.html

Known deviations:
- filePath is that of an office with its own A to Z folder, also where the files are kept in a cloud.
- Documents that are part of a mount are left out of the list, as the function that the API calls does it; the mount is
  there for them.
- Descriptions are as they are stored. The page's example has a date before that of a mount, and none before that of
  a document; that function puts one before both.
- A mount in the answer of GET (multiple) is no row of document: a seed is told of it as a row of mount.
"""

from mock_od.declare import (
    GET,
    LIST,
    Bool,
    Computed,
    DateTime,
    Enum,
    ForeignKey,
    Int,
    Key,
    Lookup,
    Resource,
    ServerTime,
    Text,
)

_FOLDER = """
    SELECT (SELECT rtrim("ValueString", '\\') || '\\' FROM "preference" WHERE "PrefName" = 'DocPath')
        || upper(substr(p."ImageFolder", 1, 1)) || '\\' || p."ImageFolder" || '\\'
    FROM "patient" p WHERE p."PatNum" = t."PatNum"
"""
_IN_DATABASE = """EXISTS (SELECT 1 FROM "preference" WHERE "PrefName" = 'AtoZfolderUsed' AND "ValueString" = '0')"""
_PATH = f"""
    CASE WHEN t."DocNum" = 0 OR {_IN_DATABASE} THEN '' ELSE COALESCE(({_FOLDER}) || t."FileName", '') END
"""
_DOCUMENTS_AND_MOUNTS = """
    SELECT "DocNum", 0 AS "MountNum", "FileName", "Description", "PatNum", "Note", "DateCreated", "DocCategory",
        "ToothNumbers", "ProvNum", iif("PrintHeading", 'true', 'false') AS "PrintHeading", "DateTStamp"
    FROM "document" WHERE "MountItemNum" = 0
    UNION ALL
    SELECT 0, "MountNum", '', "Description", "PatNum", "Note", "DateCreated", "DocCategory", '', "ProvNum", '', ''
    FROM "mount"
"""


class Documents(Resource, table="document", path="/documents"):
    """A patient's images, PDFs and other files; not the files themselves."""

    DocNum = Key()
    Description = Text("What the staff sees.")
    DateCreated = DateTime("Of the image; the staff may change it.")
    DocCategory = ForeignKey("definition", "The folder.", where={"Category": 18})
    docCategory = Lookup(DocCategory, "ItemName")
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    FileName = Text("Without its path.")
    ImgType = Enum(["Document", "Radiograph", "Photo", "File", "Attachment"])
    ToothNumbers = Text("Teeth with commas between.")
    DateTStamp = DateTime(stamp="edit")
    ProvNum = ForeignKey("provider", "Whose image it is.")
    PrintHeading = Bool("Printed with a heading.")

    single = GET("24.2.32")
    several = LIST(
        "21.2",
        required=[PatNum],
        shows=[
            DocNum,
            Int().called("MountNum"),
            Computed(_PATH).called("filePath"),
            Description,
            PatNum,
            Text().called("Note"),
            DateCreated,
            docCategory,
            DocCategory,
            ToothNumbers,
            ProvNum,
            Text().called("PrintHeading"),
            DateTStamp,
            ServerTime().called("serverDateTime"),
        ],
        quotes=[PatNum, ProvNum],
        order=["DateCreated", "MountNum"],
        rows=_DOCUMENTS_AND_MOUNTS,
    )
