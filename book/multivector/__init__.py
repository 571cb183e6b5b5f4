"""What the chapters share, in five rooms through which data flow one way.

``tables``    reads a table of the data folder, typed and checked
``networks``  turns a table into a graph
``measures``  gives one number and its uncertainty
``verdicts``  holds a measure against the threshold that was set beforehand
``figures``   gives every chart and network one look
"""
